"""A contracted model in Python is held to its yml, as a contract holds one in SQL."""

import shutil

import duckdb
import pytest
from dbt.cli.main import dbtRunner

YML = """models:
  - name: stat_some
    config: {materialized: contracted}
    constraints:
      - {type: check, expression: "((status = 'ok') = (estimate is not null)) is true"}
    columns:
      - {name: cohort_id, data_type: varchar, constraints: [{type: not_null}]}
      - {name: estimate, data_type: double}
      - {name: status, data_type: varchar}
"""
MODEL = """import polars as pl


def model(dbt, session):
    return pl.DataFrame({rows})
"""


@pytest.fixture
def build(project, tmp_path):
    """Return a function that builds a model of such rows and returns what went wrong."""
    models = tmp_path / "models"
    models.mkdir()
    (tmp_path / "macros").mkdir()
    shutil.copy(project / "macros/materializations/contracted.sql", tmp_path / "macros")
    (tmp_path / "dbt_project.yml").write_text(
        "name: small\nversion: '1.0.0'\nconfig-version: 2\nprofile: small\n"
    )
    (tmp_path / "profiles.yml").write_text(
        "small: {target: one, outputs: {one: {type: duckdb, path: '%s'}}}" % (tmp_path / "some.db")
    )
    (models / "some.yml").write_text(YML)

    def run(rows):
        (models / "stat_some.py").write_text(MODEL.replace("{rows}", repr(rows)))
        folders = "--project-dir", str(tmp_path), "--profiles-dir", str(tmp_path)
        done = dbtRunner().invoke(["run", *folders, "--quiet"])
        return " ".join(each.message or "" for each in done.result if each.status != "success")

    run.database = str(tmp_path / "some.db")
    return run


def test_rows_that_break_the_contract_stop_the_build_and_right_ones_are_typed(build):
    right = {"status": ["ok"], "more": [1], "estimate": [2], "cohort_id": ["a"]}
    assert "CHECK constraint" in build(right | {"estimate": [None]})
    assert "NOT NULL constraint" in build(right | {"cohort_id": [None]})
    assert "status" in build({"cohort_id": ["a"], "estimate": [2.0]})
    assert build(right) == ""
    with duckdb.connect(build.database) as connection:
        (rows,) = connection.sql("from stat_some").fetchall()
        (tables,) = connection.sql("select list(table_name) from duckdb_tables()").fetchall()
    assert rows == ("a", 2.0, "ok"), "in the order of the contract, and no more"
    assert tables == (["stat_some"],)
