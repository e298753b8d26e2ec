"""What a DuckDB of any version reads; needs nothing but Python and that DuckDB."""

import hashlib

import duckdb

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

    The checksum is that of Python's text of the values in order, which is exact for a float.
    """
    types = [row[:2] for row in connection.execute(f"describe select * from {source}").fetchall()]
    rows = connection.execute(f"select * from {source}").fetchall()
    return {
        "n_rows": len(rows),
        "columns": {
            name: [kind, hashlib.md5(repr([row[i] for row in rows]).encode()).hexdigest()]
            for i, (name, kind) in enumerate(types)
        },
    }
