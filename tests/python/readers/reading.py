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
    # one thread reads rows in their order, which a checksum tells
    return duckdb.connect(str(database), read_only=True, config={"threads": 1})


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
    """Read every value of a table or file; return the row count, and type and checksum per column.

    The checksum is that of the values in order, to the bit, and of which of them are missing. That
    of text is taken where it is read: to make a Python string of each takes longer than the rest.
    """
    kinds = dict(
        row[:2] for row in connection.execute(f"describe select * from {source}").fetchall()
    )
    texts = [name for name, kind in kinds.items() if kind == "VARCHAR"]
    sums = ", ".join(["count(*)", *map(of_text, texts)])
    n_rows, *found = connection.execute(f"select {sums} from {source}").fetchone()
    checksums = dict(zip(texts, found, strict=True))
    if others := ", ".join(f'"{name}"' for name in kinds if name not in checksums):
        values = connection.execute(f"select {others} from {source}").fetchnumpy()
        checksums |= {name: checksum(column) for name, column in values.items()}
    return {
        "n_rows": n_rows,
        "columns": {name: [kind, checksums[name]] for name, kind in kinds.items()},
    }


def of_text(name):
    """Return the SQL for a column of text: how many there are, and the MD5 of all in order."""
    return f"""concat(count("{name}"), md5(string_agg(coalesce("{name}", chr(1)), chr(0))))"""


def checksum(column):
    missing, held = numpy.ma.getmaskarray(column), numpy.ma.getdata(column)
    if held.dtype.kind == "M":  # versions count time in different units
        held = held.astype("datetime64[us]")
    # whatever lies in the place of a missing value is nobody's
    held = numpy.where(missing, numpy.zeros((), held.dtype), held)
    return hashlib.md5(missing.tobytes() + held.tobytes()).hexdigest()
