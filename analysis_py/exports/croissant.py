"""Croissant 1.0: the Parquet files, and a JSON-LD description of them, field by field."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from analysis_py.exports import ExportProblem
from analysis_py.publishing import DATABASE_NAME, PARQUET_NAME
from analysis_py.publishing.reading import open_database
from analysis_py.runtime.project import site_address

FILE = "croissant.json"
#: Folder of the copied tables.
_TABLES_FOLDER = "tables"
_DESCRIPTION = (
    "Evaluations of large language models from several leaderboards and from one's own results, "
    "with sizes, training types and architectures resolved; the statistics of every cohort; and "
    "verdicts on claims about them."
)
_TYPES = {
    "VARCHAR": "sc:Text",
    "DOUBLE": "sc:Float",
    "BIGINT": "sc:Integer",
    "INTEGER": "sc:Integer",
    "TINYINT": "sc:Integer",
    "BOOLEAN": "sc:Boolean",
    "DATE": "sc:Date",
}
#: The context as the specification prescribes it.
_CONTEXT = Path(__file__).with_name("croissant_context.json")
_TABLES = """
select
    tables.schema_name, tables.table_name, coalesce(any_value(tables.comment), ''),
    list([column_name, data_type, coalesce(columns.comment, '')] order by column_index)
from duckdb_tables() as tables
join duckdb_columns() as columns using (database_oid, table_oid)
group by all
order by all
"""
_SNAPSHOTS = """
select title, producer, found_at, licence, taken_on::varchar
from marts.dim_snapshots order by snapshot_id
"""


def write(warehouse: Path, folder: Path) -> Path:
    """Copy the Parquet files of a published warehouse and write their description."""
    with open_database(warehouse / DATABASE_NAME) as connection:
        tables = connection.execute(_TABLES).fetchall()
        snapshots = connection.execute(_SNAPSHOTS).fetchall()
    files = []
    for schema, name, *_ in tables:
        source = warehouse / PARQUET_NAME / schema / f"{name}.parquet"
        if not source.is_file():
            raise ExportProblem(f"there is no {source}; build again: llm-reassess build")
        files.append(folder / _TABLES_FOLDER / schema / source.name)
        files[-1].parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, files[-1])
    as_of = max(day for *_, day in snapshots)
    described = {
        "@context": json.loads(_CONTEXT.read_text(encoding="utf-8")),
        "@type": "sc:Dataset",
        "name": "llm_reassessment",
        "alternateName": "Scores of large language models, and what statistics say of them",
        "description": _DESCRIPTION,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "url": site_address() or "https://schema.org/Dataset",
        "license": sorted({licence for *_, licence, _ in snapshots}),
        "creator": [
            {"@type": "sc:Organization", "name": name}
            for name in sorted({producer for _, producer, *_ in snapshots})
        ],
        "datePublished": as_of,
        "version": ".".join(str(int(part)) for part in as_of.split("-")),
        "citeAs": "; ".join(
            f"{title} ({producer}, {day}), {found_at}"
            for title, producer, found_at, _, day in snapshots
        ),
        "distribution": [_file(path, folder) for path in files],
        "recordSet": [_records(*table) for _, *table in tables],
    }
    text = json.dumps(described, indent=1, ensure_ascii=False)
    (folder / FILE).write_text(f"{text}\n", encoding="utf-8")
    return folder / FILE


def _file(path: Path, folder: Path) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "contentUrl": path.relative_to(folder).as_posix(),
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def _records(table: str, meaning: str, columns: list[list[str]]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": meaning,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table}/{name}",
                "name": name,
                "description": described,
                "dataType": _TYPES[dtype],
                "source": {
                    "fileObject": {"@id": f"{table}.parquet"},
                    "extract": {"column": name},
                },
            }
            for name, dtype, described in columns
        ],
    }
