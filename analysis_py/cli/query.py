"""``llm-reassess query``: SQL on the published file."""

from __future__ import annotations

import argparse
import os
import stat
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.cli import printing
from analysis_py.cli.build import positive
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError
from analysis_py.cli.published import in_a_line, published

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
#: A query that is interrupted and does not end within these is ended with the process.
_GRACE_SECONDS = 2.0
_TOO_LARGE = "Given up: it needs more memory than a query may take. Ask for less at once."
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
        "--timeout",
        type=positive,
        default=30,
        metavar="SECONDS",
        help="when to give up; the time that you take to read does not count (30)",
    )
    parser.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="folder of the published file (the project's)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Answer the question on standard output."""
    sql = _question(arguments.sql)
    from analysis_py.publishing.reading import limited_memory

    with limited_memory(), published(arguments.warehouse) as connection:
        clock = _Clock(connection, arguments.timeout)
        names, rows = _answer(connection, sql, clock) if sql.strip() else _tables(connection)
        if arguments.csv:
            printing.write_csv(names, rows, sys.stdout)
        elif arguments.json:
            printing.write_json(names, rows, sys.stdout)
        elif not printing.write_table(names, rows, sys.stdout):
            print(
                f"Cut after {printing.MAX_ROWS:,} rows; --csv and --json write all.",
                file=sys.stderr,
            )
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


class _Clock:
    """The time that the database may take for an answer; not that of whoever reads it.

    DuckDB looks up between the rows of a query, not within a function: one that is deep in a
    function when its time is over takes the process with it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float) -> None:
        self._connection = connection
        self._allowed = self._left = seconds

    @property
    def complaint(self) -> str:
        """The message for a query that ran out of time."""
        return f"Given up after {self._allowed:g} seconds; --timeout allows more."

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of the block.

        Raises
        ------
        CommandError
            If the time is over.
        """
        import duckdb

        begun = time.monotonic()
        alarms = [
            threading.Timer(self._left, self._connection.interrupt),
            threading.Timer(self._left + _GRACE_SECONDS, self._end),
        ]
        for alarm in alarms:
            alarm.daemon = True
            alarm.start()
        try:
            yield
        except duckdb.InterruptException as error:
            raise CommandError(self.complaint) from error
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise CommandError(_TOO_LARGE) from error
        finally:
            for alarm in alarms:
                alarm.cancel()
            self._left = max(0.0, self._left - (time.monotonic() - begun))

    def _end(self) -> None:
        sys.stderr.write(f"llm-reassess query: {self.complaint}\n")
        sys.stderr.flush()
        os._exit(FAILED)


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, clock: _Clock) -> _Rows:
    import duckdb

    from analysis_py.publishing.reading import one_statement

    try:
        with clock.running():
            cursor = connection.execute(one_statement(connection, sql))
    except duckdb.Error as error:
        raise CommandError(in_a_line(error, sql)) from error
    return [column[0] for column in cursor.description or ()], _fetched(cursor, clock)


def _fetched(cursor: duckdb.DuckDBPyConnection, clock: _Clock) -> Iterator[printing.Row]:
    """Yield the rows of a result, not holding all of them at once."""
    while True:
        with clock.running():
            rows = cursor.fetchmany(10_000)
        if not rows:
            return
        yield from rows


def _tables(connection: duckdb.DuckDBPyConnection) -> _Rows:
    """Return each table with its number of rows and the first sentence of its description."""
    rows: list[printing.Row] = []
    for name, comment in connection.sql(_TABLES).fetchall():
        (n_rows,) = connection.sql(f"select count(*) from {name}").fetchall()[0]
        rows.append((name, n_rows, (comment or "").split(". ")[0].removesuffix(".") or None))
    return ["table", "rows", "description"], rows
