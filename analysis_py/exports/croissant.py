"""Croissant 1.0: a JSON-LD description of the Parquet files, field by field."""

import json
from pathlib import Path
from typing import Any

from analysis_py.exports.published import (
    DESCRIPTION,
    NAME,
    TITLE,
    Dataset,
    Table,
    copy_dataset,
)
from analysis_py.runtime.project import site_address

FILE = "croissant.json"

_TYPES = {
    "VARCHAR": "sc:Text",
    "DOUBLE": "sc:Float",
    "BIGINT": "sc:Integer",
    "INTEGER": "sc:Integer",
    "TINYINT": "sc:Integer",
    "BOOLEAN": "sc:Boolean",
    "DATE": "sc:Date",
}
#: The context that the specification prescribes, word for word.
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def write(warehouse: Path, folder: Path) -> Path:
    """Copy the Parquet files of a published warehouse, and describe them beside."""
    path = folder / FILE
    text = json.dumps(_described(copy_dataset(warehouse, folder)), indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


def _described(dataset: Dataset) -> dict[str, Any]:
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": NAME,
        "alternateName": TITLE,
        "description": DESCRIPTION,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "url": site_address() or "https://schema.org/Dataset",
        "license": dataset.licences,
        "creator": [
            {"@type": "sc:Organization", "name": name}
            for name in sorted({snapshot.producer for snapshot in dataset.snapshots})
        ],
        "datePublished": dataset.taken_on,
        "version": ".".join(str(int(part)) for part in dataset.taken_on.split("-")),
        "citeAs": "; ".join(
            f"{snapshot.title} ({snapshot.producer}, {snapshot.taken_on}), {snapshot.found_at}"
            for snapshot in dataset.snapshots
        ),
        "distribution": [_file(table) for table in dataset.tables],
        "recordSet": [_records(table) for table in dataset.tables],
    }


def _file(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{table.name}.parquet",
        "name": f"{table.name}.parquet",
        "contentUrl": table.path,
        "contentSize": f"{table.n_bytes} B",
        "encodingFormat": "application/x-parquet",
        "sha256": table.sha256,
    }


def _records(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.meaning,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{column.name}",
                "name": column.name,
                "description": column.meaning,
                "dataType": _TYPES[column.dtype],
                "source": {
                    "fileObject": {"@id": f"{table.name}.parquet"},
                    "extract": {"column": column.name},
                },
            }
            for column in table.columns
        ],
    }
