"""The project's SQL models, run one after the other in memory and without dbt.

Everything between files and facts is plain SQL, so that what a build will make of some records can
be asked before there is one.
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
    """Make a model and all that it needs in memory, of seeds as they are and of given sources.

    Of the database of an earlier ``build`` models are taken as they are, but for those ``anew``.
    """
    root = root.resolve()  # what is kept of a project is kept by where it lies
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
                # a model that has changed its schema leaves the old table in the build database
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
    """Return the file of every seed, and the types that dbt gives its columns."""
    declared, _ = declarations(root)
    return {
        path.stem: (path, dict(declared[path.stem].types) if path.stem in declared else {})
        for path in (root / "seeds").rglob("*.csv")
    }


@cache
def environment(root: Path) -> jinja2.Environment:
    """Return an environment in which a model finds the project's variables and macros."""
    return make_environment(root, {})


def make_environment(root: Path, variables: Mapping[str, object]) -> jinja2.Environment:
    """Return the same with other values of some variables."""
    found = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"])
    known = read_yml(root / "dbt_project.yml")["vars"] | variables
    found.globals |= {"var": known.__getitem__, "config": lambda **_: ""}
    found.globals |= {"target": {"type": "duckdb"}, "return": lambda value: value, "execute": False}
    found.globals["ref"] = lambda model: model  # of macros that read one
    text = "".join(path.read_text("utf-8") for path in sorted((root / "macros").glob("*.sql")))
    macros = vars(found.from_string(text).module)
    found.globals |= {name: each for name, each in macros.items() if name[0] != "_"}
    return found


@cache
def render_sql(root: Path, name: str) -> tuple[str, list[str], list[tuple[str, str]]]:
    """Return a model's SQL, wherever below ``models/`` it lies, the models and sources it reads."""
    (path,) = (path for path in _files(root) if path.stem == name)
    models: list[str] = []
    sources: list[tuple[str, str]] = []

    def ref(model: str) -> str:
        models.append(model)
        # as dbt does, so that no name of a query's own stands before it
        return f'main."{model}"'

    def source(name: str, table: str) -> str:
        sources.append((name, table))
        return f"raw_{table}"

    template = environment(root).from_string(path.read_text(encoding="utf-8"))
    return template.render(ref=ref, source=source), models, sources


@cache
def _files(root: Path) -> tuple[Path, ...]:
    return tuple((root / "models").rglob("*.sql"))
