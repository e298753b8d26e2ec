"""Read all of a DuckDB file, and of the Parquet files beside it if their folder is given.

everything.py <database> [<folder of Parquet files>]
"""

import json
import sys
from pathlib import Path

import duckdb
from reading import comments, contents, open_file, table_names

database, *folders = map(Path, sys.argv[1:])
connection = open_file(database)
files = {
    f"{path.parent.name}.{path.stem}": path
    for folder in folders
    for path in folder.glob("*/*.parquet")
}
found = {
    "version": duckdb.__version__,
    "comments": comments(connection),
    "tables": {name: contents(connection, name) for name in table_names(connection)},
    "files": {
        name: contents(connection, f"read_parquet('{path}')")
        for name, path in sorted(files.items())
    },
}
json.dump(found, sys.stdout)
