"""Runs of the project's SQL models in memory, without dbt.

All steps from files to facts are plain SQL, so the result of a build for some records can be
computed in advance.
"""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import duckdb
import jinja2
import polars as pl

from analysis_py.sources.seed_declarations import declarations
from analysis_py.sources.yml_files import read_yml


def run_models(
    root: Path,
    name: str,
    sources: Mapping[str, pl.DataFrame],
    build: Path | None = None,
    anew: Collection[str] = (),
) -> duckdb.DuckDBPyConnection:
    """Run a model and its parents in memory, on the current seeds and given sources.

    Models are read from the database of an earlier ``build``, except those in ``anew``.
    """
    root = root.resolve()  # caches are per path of the project
    connection = duckdb.connect(":memory:", config={"threads": 2})
    for table, rows in sources.items():
        connection.register(f"raw_{table}", rows.to_arrow())
    if build is not None:
        quoted = str(build).replace("'", "''")
        connection.execute(f"attach '{quoted}' as build (read_only)")
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'build'"
        ).fetchall():
            if table not in anew and table not in _seeds(root):
                # a model that moved to another schema leaves its old table in the build database
                view = f'create or replace view main."{table}"'
                connection.execute(f'{view} as from build.{schema}."{table}"')
    _make(connection, root, name)
    return connection


def _make(connection: duckdb.DuckDBPyConnection, root: Path, name: str) -> None:
    made = "select 1 from information_schema.tables where table_catalog = 'memory'"
    if connection.execute(f"{made} and table_name = ?", [name]).fetchone():
        return
    if name in (seeds := _seeds(root)):
        path, types = seeds[name]
        rows = duckdb.read_csv(str(path), header=True, dtype=types, connection=connection)
        rows.create(name)
        return
    sql, models, _ = render_sql(root, name)
    for model in models:
        _make(connection, root, model)
    connection.execute(f'create table "{name}" as {sql}')


@cache
def _seeds(root: Path) -> dict[str, tuple[Path, dict[str, str]]]:
    """Return the file of every seed and its columns' types in dbt."""
    declared, _ = declarations(root)
    return {
        path.stem: (path, dict(declared[path.stem].types) if path.stem in declared else {})
        for path in (root / "seeds").rglob("*.csv")
    }


@cache
def environment(root: Path) -> jinja2.Environment:
    """Return a Jinja environment with the project's variables and macros."""
    return make_environment(root, {})


def make_environment(root: Path, variables: Mapping[str, object]) -> jinja2.Environment:
    """Return the environment with other values of some variables."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"])
    known = read_yml(root / "dbt_project.yml")["vars"] | variables
    environment.globals |= {"var": known.__getitem__, "config": lambda **_: ""}
    environment.globals |= {
        "target": {"type": "duckdb"},
        "return": lambda value: value,
        "execute": False,
    }
    environment.globals["ref"] = lambda model: model  # of macros that read one
    text = "".join(path.read_text("utf-8") for path in sorted((root / "macros").glob("*.sql")))
    macros = vars(environment.from_string(text).module)
    environment.globals |= {name: each for name, each in macros.items() if name[0] != "_"}
    return environment


@cache
def render_sql(root: Path, name: str) -> tuple[str, list[str], list[tuple[str, str]]]:
    """Return a model's SQL, and the models and sources that it reads."""
    (path,) = (path for path in _files(root) if path.stem == name)
    models: list[str] = []
    sources: list[tuple[str, str]] = []

    def ref(model: str) -> str:
        models.append(model)
        # qualified as in dbt, so that no name within a query shadows it
        return f'main."{model}"'

    def source(name: str, table: str) -> str:
        sources.append((name, table))
        return f"raw_{table}"

    template = environment(root).from_string(path.read_text(encoding="utf-8"))
    return template.render(ref=ref, source=source), models, sources


@cache
def _files(root: Path) -> tuple[Path, ...]:
    return tuple((root / "models").rglob("*.sql"))
