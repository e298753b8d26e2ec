"""Frictionless Data Package: ``datapackage.json`` beside the Parquet files."""

import json
import re
from pathlib import Path
from typing import Any

from analysis_py.exports.published import (
    DESCRIPTION,
    NAME,
    TITLE,
    Column,
    Dataset,
    Table,
)

FILE = "datapackage.json"

_TYPES = {
    "VARCHAR": "string",
    "DOUBLE": "number",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "TINYINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
}


def describe(dataset: Dataset, folder: Path) -> Path:
    """Write the description beside tables that are there."""
    package = {
        "name": NAME,
        "title": TITLE,
        "description": DESCRIPTION,
        "version": dataset.taken_on,
        "licenses": [
            {"name": re.sub(r"[^\w.-]+", "-", name).strip("-"), "title": name}
            for name in dataset.licences
        ],
        "sources": [
            {"title": f"{snapshot.title} ({snapshot.producer}, {snapshot.taken_on})"}
            for snapshot in dataset.snapshots
        ],
        "resources": [_resource(table) for table in dataset.tables],
    }
    path = folder / FILE
    text = json.dumps(package, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": table.path,
        "description": table.meaning,
        "format": "parquet",
        "mediatype": "application/x-parquet",
        # no checksum: the reference implementation checks none of Parquet, and calls it wrong
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": _type(column),
                    "description": column.meaning,
                }
                for column in table.columns
            ]
        },
    }


def _type(column: Column) -> str:
    kind = _TYPES[column.dtype]
    # readers that know no missing whole number make a number of the column
    return "number" if kind == "integer" and column.has_nulls else kind
