"""Rows of results: what their types catch, and the frames that they give."""

from dataclasses import dataclass

import polars as pl
import pytest

from analysis_py.statistics.rows import (
    rows_from_frame,
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
    pairs: list[Pair] | None


FIT = {"cohort_id": "c", "n_obs": 3, "p_value": 0.5, "is_ok": True}
PAIRS = [Pair(group_a="a", estimate=1), Pair(group_a="b", estimate=None)]
PAIR = {"group_a": pl.String(), "estimate": pl.Float64()}
SCALARS = {"cohort_id": pl.String(), "n_obs": pl.Int64(), "p_value": pl.Float64()}
SCALARS |= {"is_ok": pl.Boolean()}


def test_a_frame_holds_what_the_rows_hold_in_the_types_of_their_class():
    bare = with_nulls(Fit, cohort_id="d", n_obs=0, is_ok=False)
    frame = to_frame(Fit, [Fit(**FIT, pairs=PAIRS), bare])
    assert dict(frame.schema) == SCALARS | {"pairs": pl.List(pl.Struct(PAIR))}
    assert frame.schema == to_frame(Fit, []).schema
    first, second = frame.to_dicts()
    assert first == FIT | {"pairs": [vars(pair) for pair in PAIRS]}
    assert second == vars(bare)
    pairs = frame.head(1).explode("pairs").unnest("pairs").select(PAIR.keys())
    assert rows_from_frame(Pair, pairs) == PAIRS


def test_a_misspelt_or_forgotten_field_raises():
    with pytest.raises(TypeError, match="p_vlaue"):
        with_nulls(Fit, cohort_id="c", n_obs=1, is_ok=True, p_vlaue=0.1)
    with pytest.raises(TypeError, match="n_obs"):
        with_nulls(Fit, cohort_id="c", is_ok=True)
    with pytest.raises(TypeError, match="estimte"):
        rows_from_frame(Pair, pl.DataFrame({"group_a": ["a"], "estimte": [1.0]}))
    with pytest.raises(TypeError, match=r"Pair\.estimate should be Float64, and is Int64"):
        validate_frame(Pair, pl.DataFrame({"group_a": ["a"], "estimate": [1]}))


@pytest.mark.parametrize(
    "change", [{"n_obs": 1.5}, {"p_value": "0.5"}, {"pairs": [Pair(group_a=1, estimate=0.0)]}]
)
def test_a_value_of_another_type_raises_however_deep_it_is(change):
    with pytest.raises(TypeError):
        to_frame(Fit, [Fit(**FIT | {"pairs": PAIRS} | change)])
