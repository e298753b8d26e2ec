"""Provenance of numbers: the tables that a query reads, and the model of each table."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from analysis_py.report import queries
from analysis_py.report.figure import Page
from analysis_py.runtime.project_files import source

#: Folder of the models, in the project and in the report.
MODELS = "models"


@dataclass(frozen=True)
class Lineage:
    """The provenance line of a page.

    Attributes
    ----------
    published : frozenset of str
        The published tables, as ``schema.table``.
    read : mapping
        By query of the page: the published tables that it reads, sorted.
    """

    published: frozenset[str] = frozenset()
    read: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)

    def tables_of(self, query: Path) -> tuple[str, ...]:
        """Return the published tables that a query reads; empty if unknown."""
        return self.read.get(query, ())


def published_tables(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the tables of the published file, as ``schema.table``."""
    rows = connection.sql(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal"
    ).fetchall()
    return frozenset(name for (name,) in rows)


def lineage(connection: duckdb.DuckDBPyConnection, page: Page) -> Lineage:
    """Return which published tables each query of a page reads."""
    published = published_tables(connection)
    figures = (page.query(figure) for figure in page.figures)
    asked = (*figures, page.facts, *page.tables.values(), *page.parts.values())
    read = {query: tables_in(connection, query) & published for query in asked}
    return Lineage(published, {query: tuple(sorted(tables)) for query, tables in read.items()})


def tables_in(connection: duckdb.DuckDBPyConnection, query: Path) -> frozenset[str]:
    """Return the tables that a query reads, as ``schema.table``, whether or not they are there."""
    # DuckDB's parser works without the tables; get_table_names() binds and fails on `using`
    [(parsed,)] = connection.execute(
        "select json_serialize_sql(?)", [queries.text(query)]
    ).fetchall()
    return frozenset(_tables(json.loads(parsed)))


def _tables(node: Any) -> Iterator[str]:
    """Yield the tables in a parsed query and its subqueries."""
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE":
            yield f"{node['schema_name']}.{node['table_name']}"
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _tables(each)


def models() -> dict[str, str]:
    """Return the path of each model in the repository by its name."""
    root = source()
    files = sorted((root / MODELS).rglob("*"))
    return {
        file.stem: file.relative_to(root).as_posix()
        for file in files
        if file.suffix in (".sql", ".py") and "__pycache__" not in file.parts
    }


def write_models(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the file of each published table's model into a report, under its path."""
    known = models()
    for table in sorted(published_tables(connection)):
        name = table.partition(".")[2]
        # a user may have added tables without a model
        if name in known:
            (folder / known[name]).parent.mkdir(parents=True, exist_ok=True)
            (folder / known[name]).write_bytes((source() / known[name]).read_bytes())
