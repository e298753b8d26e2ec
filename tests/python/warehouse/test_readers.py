"""Tools with a DuckDB of their own, and data frames, read what was published, all of it."""

import json
import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pytest
from environments import PACKAGES, Environment, UnavailableError
from polars.testing import assert_frame_equal

from analysis_py.publishing.publishing import DATABASE_NAME, Publication


@pytest.fixture(scope="module")
def database(warehouse_folder):
    return warehouse_folder / DATABASE_NAME


@pytest.fixture(scope="module")
def parquet(warehouse_folder):
    return warehouse_folder / "parquet"


@pytest.fixture(scope="module")
def here(database, parquet):
    """What the DuckDB that built the file reads in it."""
    current = Environment(duckdb.__version__, sys.executable)
    return current.run("everything.py", database, parquet)


@pytest.fixture(params=PACKAGES)
def older(request, environments):
    """An environment with an older DuckDB, in turn."""
    return made(environments[request.param])


def made(environment):
    if isinstance(environment, UnavailableError):
        pytest.skip(str(environment))
    return environment


def difference(found, expected, where=""):
    """Return where two nested dicts differ, one line each: a name says more than a checksum."""
    if not (isinstance(found, dict) and isinstance(expected, dict)):
        return [] if found == expected else [f"{where}: {found}, expected {expected}"]
    return [
        line
        for key in sorted(found.keys() | expected.keys())
        for line in difference(found.get(key), expected.get(key), f"{where}/{key}")
    ]


def test_an_older_duckdb_reads_everything_alike(older, here, database, parquet):
    """Every value, type and comment of every table, and every value of every Parquet file."""
    there = older.run("everything.py", database, parquet)
    assert len(there["tables"]) > 50
    assert difference(there, here | {"version": older.version}) == []


def test_types_are_plain(here):
    """Nothing is nested or new, so no tool has to know how to show it."""
    types = {
        kind
        for found in [*here["tables"].values(), *here["files"].values()]
        for kind, _ in found["columns"].values()
    }
    assert types <= {"VARCHAR", "DOUBLE", "BIGINT", "INTEGER", "BOOLEAN", "DATE"}


def test_sqlalchemy_finds_its_way(older, here, warehouse, database):
    found = older.run("through_sqlalchemy.py", database, "marts", "fct_scores")
    assert found["versions"][0] == older.version
    published = {table.split(".")[0] for table in here["tables"]}
    assert {f"llm_reassessment.{schema}" for schema in published} <= set(found["schemas"])
    assert {f"marts.{table}" for table in found["tables"]} == {
        table for table in here["tables"] if table.startswith("marts.")
    }
    assert found["comment"] == here["comments"]["tables"]["marts.fct_scores"]
    assert {name: comment for name, (_, comment) in found["columns"].items()} == {
        column: here["comments"]["columns"][f"marts.fct_scores.{column}"]
        for column in here["tables"]["marts.fct_scores"]["columns"]
    }
    expected = warehouse.sql(
        "select benchmark_id, count(*), min(score_pct), max(score_pct) from marts.fct_scores "
        "where score_pct > 50 group by all order by all"
    )
    assert found["answer"] == [list(row) for row in expected.fetchall()]
    assert "read-only" in found["refused"]


def test_a_pool_sees_a_new_file_once_it_is_empty(older, tmp_path):
    """Connections of one process to one path share one open file, until the last of them closes."""
    publish_number(tmp_path, 1)
    process = older.start("pooling.py", tmp_path / DATABASE_NAME)

    def ask(action):
        process.stdin.write(f"{action}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    assert ask("ask opening") == 1
    publish_number(tmp_path, 2)
    assert ask("ask opening") == 2, "no connection was open, so the next one opens the new file"
    assert ask("ask keeping") == 2
    publish_number(tmp_path, 3)
    assert ask("ask keeping") == 2
    assert ask("ask opening") == 2, "joins the connection that is kept open"
    ask("empty keeping")
    assert ask("ask keeping") == 3
    process.communicate()
    assert process.returncode == 0


def publish_number(folder, number):
    """Publish a database with one number in it, the way a build does."""
    with Publication(folder) as publication:
        staged = publication.stage(["marts"])
        with duckdb.connect() as connection:
            file = staged / DATABASE_NAME
            connection.execute(f"attach '{file}' as published (storage_version 'v1.0.0')")
            connection.execute("create schema published.marts")
            connection.execute(f"create table published.marts.numbers as select {number} as number")
            parquet = staged / "parquet" / "marts" / "numbers.parquet"
            connection.execute(f"copy published.marts.numbers to '{parquet}'")
        publication.publish({"marts.numbers": 1}, {})


def test_the_command_line_shell(environments, warehouse, database):
    python = made(environments["1.4.4"]).python
    sql = "select factor, count(*) as n from statistics.stat_pairwise group by all order by all"
    shell = [python.with_name("duckdb"), "-readonly", "-json", database, "-c", sql]
    found = subprocess.run(shell, capture_output=True, text=True, check=True)
    expected = warehouse.sql(sql).fetchall()
    assert [(row["factor"], row["n"]) for row in json.loads(found.stdout)] == expected


def test_polars(warehouse, parquet, here):
    for table in here["tables"]:
        path = parquet / f"{table.replace('.', '/')}.parquet"
        queried = pl.read_database(f"select * from {table}", warehouse)
        assert_frame_equal(pl.read_parquet(path), queried)
        assert pl.scan_parquet(path).select(pl.len()).collect().item() == queried.height


def test_pandas(warehouse, parquet, here):
    """Types differ where pandas has two: a date from Parquet is an object, from a query a time.

    And so does what a column without any value holds: None, or not a number.
    """
    for table in here["tables"]:
        frame = pd.read_parquet(parquet / f"{table.replace('.', '/')}.parquet")
        queried = warehouse.sql(f"from {table}").df()
        filled = queried.notna().any()
        assert (frame.notna().any() == filled).all()
        filled = queried.columns[filled]
        # to the bit; assert_frame_equal would allow a relative error
        assert frame[filled].astype(queried[filled].dtypes).equals(queried[filled]), table
