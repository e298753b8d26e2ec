"""Rows of results: what their types catch, and the frames that they give."""

import ast
from dataclasses import dataclass

import polars as pl
import pytest

from analysis_py.statistics.rows import (
    row_type,
    rows_from_frame,
    schema_of,
    to_frame,
    validate_frame,
    with_nulls,
)


@dataclass(frozen=True, kw_only=True)
class Pair:
    group_a: str
    estimate: float | None


@dataclass(frozen=True, kw_only=True)
class Fit:
    cohort_id: str
    n_obs: int
    p_value: float | None
    is_ok: bool
    benchmarks: list[str]
    pairs: list[Pair] | None


FIT = Fit(
    cohort_id="c",
    n_obs=3,
    p_value=0.5,
    is_ok=True,
    benchmarks=["arc"],
    pairs=[Pair(group_a="a", estimate=1), Pair(group_a="b", estimate=None)],
)
PAIR = {"group_a": pl.String(), "estimate": pl.Float64()}


def test_the_schema_comes_from_the_type():
    assert schema_of(Fit) == {
        "cohort_id": pl.String(),
        "n_obs": pl.Int64(),
        "p_value": pl.Float64(),
        "is_ok": pl.Boolean(),
        "benchmarks": pl.List(pl.String()),
        "pairs": pl.List(pl.Struct(PAIR)),
    }


def test_a_frame_holds_what_the_rows_hold():
    bare = with_nulls(Fit, cohort_id="d", n_obs=0, is_ok=False, benchmarks=[])
    frame = to_frame(Fit, [FIT, bare])
    assert dict(frame.schema) == schema_of(Fit)
    first, second = frame.to_dicts()
    assert first["pairs"] == [
        {"group_a": "a", "estimate": 1.0},
        {"group_a": "b", "estimate": None},
    ]
    assert second == {
        "cohort_id": "d",
        "n_obs": 0,
        "p_value": None,
        "is_ok": False,
        "benchmarks": [],
        "pairs": None,
    }
    pairs = frame.head(1).explode("pairs").unnest("pairs").select(PAIR.keys())
    assert rows_from_frame(Pair, pairs) == FIT.pairs


def test_no_rows_have_all_columns():
    assert dict(to_frame(Fit, []).schema) == schema_of(Fit)


def test_a_misspelt_or_forgotten_field_raises():
    with pytest.raises(TypeError, match="p_vlaue"):
        with_nulls(Fit, cohort_id="c", n_obs=1, is_ok=True, benchmarks=[], p_vlaue=0.1)
    with pytest.raises(TypeError, match="n_obs"):
        with_nulls(Fit, cohort_id="c", is_ok=True, benchmarks=[])
    with pytest.raises(TypeError, match="estimate"):
        Pair(group_a="a")
    with pytest.raises(TypeError, match="estimte"):
        rows_from_frame(Pair, pl.DataFrame({"group_a": ["a"], "estimte": [1.0]}))


@pytest.mark.parametrize(
    ("name", "value"), [("n_obs", 1.5), ("cohort_id", 3), ("p_value", "0.5"), ("is_ok", 2)]
)
def test_a_value_of_another_type_raises(name, value):
    with pytest.raises(TypeError):
        to_frame(Fit, [Fit(**vars(FIT) | {name: value})])


def test_a_value_of_another_type_raises_however_deep_it_is():
    with pytest.raises(TypeError):
        to_frame(Fit, [Fit(**vars(FIT) | {"pairs": [Pair(group_a=1, estimate=0.0)]})])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"estimate": [1.0]}, "Pair.group_a should be String, and is no column"),
        ({"group_a": ["a"], "estimate": [1]}, "Pair.estimate should be Float64, and is Int64"),
        (
            {"group_a": ["a"], "estimate": [1.0], "status": ["ok"]},
            "Pair.status should be no column, and is String",
        ),
    ],
)
def test_a_frame_that_does_not_conform_raises(columns, message):
    with pytest.raises(TypeError, match=message):
        validate_frame(Pair, pl.DataFrame(columns))


def test_a_frame_that_conforms_is_put_in_order():
    frame = pl.DataFrame({"estimate": [1.0], "group_a": ["a"]})
    assert validate_frame(Pair, frame).columns == ["group_a", "estimate"]


def test_what_no_column_holds_is_refused():
    @dataclass(frozen=True)
    class Odd:
        table: dict

    with pytest.raises(TypeError, match=r"Odd\.table is <class 'dict'>"):
        schema_of(Odd)


def test_frames_of_statistics_come_from_their_rows(project):
    """No list of dictionaries becomes a table, where a misspelt key would be a silent null."""
    loose = []
    for path in sorted((project / "analysis_py").rglob("*.py")):
        if {
            "sources",
            "imports",
            "publishing",
            "fit_cache",
            "runtime",
            "dbt",
            "cli",
            "report",
            "runs",
        } & {*path.parts}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "pl.DataFrame"
                and node.args
                and not isinstance(node.args[0], ast.Dict)
            ):
                loose.append(f"{path.relative_to(project)}:{node.lineno}")
    assert [
        place for place in loose if not place.startswith("analysis_py/statistics/rows.py")
    ] == []


def test_a_row_declared_by_kind_is_like_one_that_is_written_out():
    row = row_type("Short", (Pair,), text="cohort_id", whole="n_obs", real="p_value?", flag="is_ok")
    short = with_nulls(row, group_a="a", cohort_id="c", n_obs=1, is_ok=True)
    assert (short.p_value, row.__module__) == (None, __name__)
    assert schema_of(row) == PAIR | {
        name: schema_of(Fit)[name] for name in ("cohort_id", "n_obs", "p_value", "is_ok")
    }
    with pytest.raises(TypeError):
        with_nulls(row, group_a="a", cohort_id="c", is_ok=True)
