"""``llm-reassess query``: SQL on the published file."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.cli import printing
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.published import published_file

if TYPE_CHECKING:
    import duckdb

_DESCRIPTION = """\
Ask the published file in SQL, and nothing else on this machine: it only reads. Without SQL, list
the tables. A build is not disturbed.
"""
_EPILOG = f"""\
The SQL is DuckDB's, one statement. A table shows {printing.NULL} where there is no value; it is cut
after {printing.MAX_ROWS:,} rows, and a value after {printing.MAX_CHARACTERS} characters. \
CSV and JSON are whole.

exit codes: 0 answered, 1 the database cannot answer, 2 called wrongly

examples:
  llm-reassess query
  llm-reassess query "from marts.dim_cohorts"
  llm-reassess query "describe statistics.stat_anova"
  llm-reassess query question.sql --csv > answer.csv
  echo "select count(*) from marts.fct_scores" | llm-reassess query --json
"""
_Rows = tuple[list[str], Iterable[printing.Row]]
_TABLES = """
select schema_name || '.' || table_name, comment
from duckdb_tables()
order by schema_name, table_name
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument(
        "sql",
        nargs="?",
        type=_file_or_text,
        metavar="SQL",
        help="a statement, a file that ends in .sql, or - for standard input, which is also read "
        "where it is a pipe or a file",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="write CSV")
    form.add_argument("--json", action="store_true", help="write JSON, an object a row")
    parser.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="folder of the published file (the project's)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Answer the question on standard output."""
    sql = _question(arguments.sql)
    path = published_file(arguments.warehouse)
    import duckdb

    from analysis_py.plumbing.reading import opened

    try:
        with opened(path) as connection:
            names, rows = _answer(connection, sql) if sql.strip() else _tables(connection)
            if arguments.csv:
                printing.write_csv(names, rows, sys.stdout)
            elif arguments.json:
                printing.write_json(names, rows, sys.stdout)
            elif not printing.write_table(names, rows, sys.stdout):
                print(
                    f"Cut after {printing.MAX_ROWS:,} rows; --csv and --json write all.",
                    file=sys.stderr,
                )
    except duckdb.Error as error:
        raise CommandError(_in_a_line(error)) from error
    return GOOD


def _file_or_text(argument: str) -> Path | str:
    """Take one word that ends in .sql as a file: no statement does."""
    is_file = argument.endswith(".sql") and not any(map(str.isspace, argument))
    return Path(argument) if is_file else argument


def _question(asked: Path | str | None) -> str:
    """Return the SQL; empty where none is given."""
    if isinstance(asked, Path):
        try:
            return asked.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(f"{asked} cannot be read: {reason}", MISUSED) from error
    if asked == "-" or (asked is None and _is_piped()):
        return sys.stdin.read()
    return asked or ""


def _is_piped() -> bool:
    """Tell whether somebody has put something into standard input."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def _answer(connection: duckdb.DuckDBPyConnection, sql: str) -> _Rows:
    from analysis_py.plumbing.reading import one_statement

    cursor = connection.execute(one_statement(connection, sql))
    return [column[0] for column in cursor.description or ()], _fetched(cursor)


def _fetched(cursor: duckdb.DuckDBPyConnection) -> Iterator[printing.Row]:
    """Yield the rows of a result, not holding all of them at once."""
    while rows := cursor.fetchmany(10_000):
        yield from rows


def _tables(connection: duckdb.DuckDBPyConnection) -> _Rows:
    """Return each table with its number of rows and the first sentence of its description."""
    rows: list[printing.Row] = []
    for name, comment in connection.sql(_TABLES).fetchall():
        (n_rows,) = connection.sql(f"select count(*) from {name}").fetchall()[0]
        rows.append((name, n_rows, (comment or "").split(". ")[0].removesuffix(".") or None))
    return ["table", "rows", "description"], rows


def _in_a_line(error: Exception) -> str:
    """Return what the database says; where in the SQL only by line, and if there are several."""
    said, _, place = str(error).partition("\n\nLINE ")
    number = place.partition(":")[0]
    where = f" (line {number})" if number.isdecimal() and number != "1" else ""
    return " ".join(said.split()) + where
