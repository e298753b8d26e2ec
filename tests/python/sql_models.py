"""Running one SQL model or macro of the project on rows of a test's own, without dbt."""

from functools import cache
from pathlib import Path

import duckdb
import jinja2
import polars as pl

from analysis_py.dbt import sql_functions
from analysis_py.sources.sql_models import make_environment

ROOT = Path(__file__).parents[2]


def run_model(
    name: str, variables: dict[str, object] | None = None, **tables: pl.DataFrame
) -> pl.DataFrame:
    """Return what the model gives when ``ref`` finds these tables.

    Parameters
    ----------
    name : str
        Of the model, wherever below ``models/`` it lies.
    variables : dict, optional
        Variables of the project that have another value than its own.
    **tables : polars.DataFrame
        What the model refers to, by name.
    """
    return _run(text_of(name), tables, variables or {})


def run_macro(call: str, rows: pl.DataFrame) -> pl.Series:
    """Return what a macro gives for each row.

    Parameters
    ----------
    call : str
        Such as ``above_chance('score_pct', 'chance_pct')``; its arguments name columns.
    rows : polars.DataFrame
    """
    return _run(f"select {{{{ {call} }}}} as found from given", {"given": rows}, {})["found"]


def run_text(template: str, **tables: pl.DataFrame) -> pl.DataFrame:
    """Return what a query with macros of the project gives on some tables."""
    return _run(template, tables, {})


def remake(connection: duckdb.DuckDBPyConnection, *models: str) -> None:
    """Let views of published models be what their SQL gives on the other views.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With a view of each published table, some of which a test replaced.
    *models : str
        Those that follow from a replaced one, the first of them first.
    """
    schemas = dict(
        connection.sql(
            "select view_name, schema_name from duckdb_views() where not internal"
        ).fetchall()
    )
    for model in models:
        template = environment_with().from_string(text_of(model))
        sql = template.render(ref=lambda name: f"{schemas[name]}.{name}")
        connection.execute(f"create or replace view {schemas[model]}.{model} as {sql}")


@cache
def text_of(name: str) -> str:
    """Return the SQL of a model."""
    (path,) = (ROOT / "models").rglob(f"{name}.sql")
    return path.read_text()


@cache
def environment_with(**variables: object) -> jinja2.Environment:
    """Return what a model finds, with other values of some variables; it takes long to make."""
    return make_environment(ROOT, variables)


def _run(template: str, tables: dict[str, pl.DataFrame], others: dict[str, object]) -> pl.DataFrame:
    found = environment_with(**others).from_string(template)
    sql = found.render(ref=lambda name: name)
    with duckdb.connect(config={"threads": 1}) as connection:  # the tables have a few rows
        sql_functions.register(connection)
        for table, rows in tables.items():
            connection.register(table, rows.to_arrow())
        return connection.sql(sql).pl()
