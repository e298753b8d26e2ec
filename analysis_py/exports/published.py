"""The published tables, their columns and descriptions."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analysis_py.publishing import DATABASE_NAME, PARQUET_NAME
from analysis_py.publishing.reading import opened
from analysis_py.runtime.errors import UserError

NAME = "llm_reassessment"
TITLE = "Scores of large language models, and what statistics say of them"
DESCRIPTION = (
    "Evaluations of large language models from several leaderboards and from one's own results, "
    "with sizes, training types and architectures resolved; the statistics of every cohort; and "
    "verdicts on claims about them."
)
#: Where the copies of the tables lie in an exported data set.
TABLES_FOLDER = "tables"


class ExportProblem(UserError):
    """An export cannot be written; the message says why."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its type as DuckDB names it, its meaning, and whether values lack."""

    name: str
    dtype: str
    meaning: str
    has_nulls: bool


@dataclass(frozen=True)
class Table:
    """A published table, and the copy of its Parquet file in an export."""

    schema: str
    name: str
    meaning: str
    columns: tuple[Column, ...]
    path: str
    n_bytes: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """A file of facts behind the tables."""

    snapshot_id: str
    title: str
    producer: str
    found_at: str
    licence: str
    taken_on: str


@dataclass(frozen=True)
class Dataset:
    """The tables of an export and where their facts come from."""

    tables: tuple[Table, ...]
    snapshots: tuple[Snapshot, ...]

    @property
    def licences(self) -> list[str]:
        """The terms of the snapshots, each once."""
        return sorted({snapshot.licence for snapshot in self.snapshots})

    @property
    def taken_on(self) -> str:
        """The latest day of a snapshot: what the data set is as of."""
        return max(snapshot.taken_on for snapshot in self.snapshots)


def copy_dataset(warehouse: Path, folder: Path) -> Dataset:
    """Copy the Parquet files of a published warehouse and return what they are.

    Raises
    ------
    ExportProblem
        If a table has no Parquet file.
    """
    with opened(warehouse / DATABASE_NAME) as connection:
        tables = []
        for schema, name, meaning in connection.execute(_TABLES).fetchall():
            source = warehouse / PARQUET_NAME / schema / f"{name}.parquet"
            if not source.is_file():
                raise ExportProblem(f"there is no {source}; build anew: llm-reassess build")
            target = folder / TABLES_FOLDER / schema / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            columns = _columns(connection, schema, name)
            tables.append(
                Table(
                    schema,
                    name,
                    meaning or "",
                    columns,
                    target.relative_to(folder).as_posix(),
                    target.stat().st_size,
                    hashlib.sha256(target.read_bytes()).hexdigest(),
                )
            )
        return Dataset(tuple(tables), _snapshots(connection))


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> tuple[Column, ...]:
    found = connection.execute(_COLUMNS, [schema, table]).fetchall()
    lacking = ", ".join(f'coalesce(bool_or("{name}" is null), false)' for name, _, _ in found)
    (nulls,) = connection.execute(f'select {lacking} from "{schema}"."{table}"').fetchall()
    return tuple(
        Column(name, dtype, meaning, bool(null))
        for (name, dtype, meaning), null in zip(found, nulls, strict=True)
    )


def _snapshots(connection: duckdb.DuckDBPyConnection) -> tuple[Snapshot, ...]:
    rows = connection.execute(_SNAPSHOTS).fetchall()
    return tuple(Snapshot(*map(str, row)) for row in rows)


_TABLES = """
select schema_name, table_name, comment
from (
    select schema_name, table_name, comment from duckdb_tables()
    union all
    select schema_name, view_name, comment from duckdb_views() where not internal
)
order by schema_name, table_name
"""
_COLUMNS = """
select column_name, data_type, coalesce(comment, '')
from duckdb_columns()
where schema_name = ? and table_name = ?
order by column_index
"""
_SNAPSHOTS = """
select snapshot_id, title, producer, found_at, licence, taken_on
from marts.dim_snapshots
order by snapshot_id
"""
