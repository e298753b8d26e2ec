"""What a DuckDB of any version reads; needs nothing but that DuckDB and numpy."""

import hashlib

import duckdb
import numpy

TABLES = """
    select schema_name || '.' || table_name, comment from duckdb_tables()
    where database_name = current_database() and not internal order by all
"""
# Up to version 1.1, duckdb_columns() counts the system's views to the current database.
COLUMNS = """
    select schema_name || '.' || table_name, column_name, comment from duckdb_columns()
    where database_name = current_database() and not internal order by all
"""


def open_file(database):
    return duckdb.connect(str(database), read_only=True)


def table_names(connection):
    return [name for name, _ in connection.execute(TABLES).fetchall()]


def comments(connection):
    """Return the comment of each table and of each column."""
    tables = dict(connection.execute(TABLES).fetchall())
    columns = {}
    for table, column, comment in connection.execute(COLUMNS).fetchall():
        columns[f"{table}.{column}"] = comment
    return {"tables": tables, "columns": columns}


def contents(connection, source):
    """Fetch every value of a table or file; return the row count, and type and MD5 per column.

    The checksum is that of the values in order, to the bit, and of which of them are missing.
    """
    types = [row[:2] for row in connection.execute(f"describe select * from {source}").fetchall()]
    values = connection.execute(f"select * from {source}").fetchnumpy()
    (n_rows,) = {len(column) for column in values.values()}
    return {
        "n_rows": n_rows,
        "columns": {name: [kind, checksum(values[name])] for name, kind in types},
    }


def checksum(column):
    missing, held = numpy.ma.getmaskarray(column), numpy.ma.getdata(column)
    if held.dtype.kind == "M":  # versions count time in different units
        held = held.astype("datetime64[us]")
    # whatever lies in the place of a missing value is nobody's
    nothing = None if held.dtype == object else numpy.zeros((), held.dtype)
    held = numpy.where(missing, nothing, held)
    written = repr(held.tolist()).encode() if held.dtype == object else held.tobytes()
    return hashlib.md5(missing.tobytes() + written).hexdigest()
