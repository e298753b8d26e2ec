"""The published tables hold what they held; see tests/reference/published/README.md."""

import duckdb
import polars as pl
import pytest
from fingerprints import FILE, declared_tolerances, differences, fingerprint

from analysis_py.publishing import DATABASE_NAME

TABLE = """
create table facts as
select * replace (p::double as p) from (values {rows}) as rows (id, p, place, told)
"""
ROWS = ["('a', 0.250, 1, 'p = 0.25, leads')", "('b', 0.500, 2, 'p = 0.5, trails')"]
#: By what is changed in the second row: what is told of it, where p, place and told rest on draws.
CHANGED = {
    ("0.500", "0.509"): [],
    ("0.500", "0.540"): ["total", "magnitude"],
    (", 2,", ", 3,"): [],
    (", 2,", ", 9,"): ["total", "magnitude"],
    ("p = 0.5", "p = 0.48"): [],
    ("trails", "leads"): ["checksum"],
    ("'b'", "'c'"): ["checksum"],
    ("'b'", "null"): ["n_values", "checksum"],
}


@pytest.mark.committed
def test_every_column_holds_what_it_held(warehouse_folder, parsed):
    tolerances = declared_tolerances(parsed.manifest)
    expected = pl.read_csv(FILE, schema_overrides={"checksum": pl.String})
    found = fingerprint(warehouse_folder / DATABASE_NAME, tolerances)
    assert differences(expected, found) == []


def made_up(path, rows):
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLE.format(rows=", ".join(rows)))
    return path


@pytest.mark.parametrize("change", CHANGED, ids=" for ".join)
def test_what_rests_on_draws_is_near_and_all_else_exact(tmp_path, change):
    first = made_up(tmp_path / "first.duckdb", ROWS)
    second = made_up(tmp_path / "second.duckdb", [ROWS[0], ROWS[1].replace(*change)])
    drawn = {("main.facts", column): 0.5 for column in ("place", "told")}
    drawn |= {("main.facts", "p"): 0.01, ("main.facts", "id"): 0.0}
    found = differences(fingerprint(first, drawn), fingerprint(second, drawn))
    assert [what for _, _, what, *_ in found] == CHANGED[change]
    exact = differences(fingerprint(first, {}), fingerprint(second, {}))
    assert exact


def test_a_column_that_is_gone_renamed_or_new_is_told(tmp_path):
    first = made_up(tmp_path / "first.duckdb", ROWS)
    second = tmp_path / "second.duckdb"
    with duckdb.connect(str(made_up(second, ROWS))) as connection:
        connection.execute("alter table facts rename p to p_value")
    found = differences(fingerprint(first, {}), fingerprint(second, {}))
    assert {column for _, column, *_ in found} == {"p", "p_value"}


def model(columns, parents=(), is_contracted=True):
    return {
        "resource_type": "model",
        "schema": "main",
        "alias": "facts",
        "columns": {name: {"meta": meta} for name, meta in columns.items()},
        "config": {"contract": {"enforced": is_contracted}},
        "depends_on": {"nodes": list(parents)},
    }


def test_a_tolerance_is_that_of_the_column_or_of_its_name_in_what_it_is_built_from():
    nodes = {
        "stat": model({"p": {"tolerance": 0.1}, "q": {}, "r": {"tolerance": 0.2}}) | {"alias": "s"},
        "between": model({}, ["stat"], is_contracted=False) | {"alias": "b"},
        "named": model({"id": {}}, ["stat"]) | {"alias": "n"},
        "report": model({"p": {}, "q": {}, "r": {"tolerance": 0}}, ["between"]),
        "other": model({"p": {}}, ["named", "seed"]) | {"alias": "o"},
        "seed": {"resource_type": "seed", "columns": {}},
    }
    found = declared_tolerances({"nodes": nodes})
    assert {column: found["main.facts", column] for column in "pqr"} == {"p": 0.1, "q": 0, "r": 0}
    assert found["main.o", "p"] == 0  # a table that has no such column passes none on
