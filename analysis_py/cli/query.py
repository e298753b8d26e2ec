"""``llm-reassess query``: SQL on the published file."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click import argument, option

from analysis_py.cli.commands import command, form_options, warehouse_option
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError, describe_sql_error
from analysis_py.cli.published import open_published

if TYPE_CHECKING:
    import duckdb

#: A query that is interrupted and does not end within these is ended with the process.
_GRACE_SECONDS = 2.0
_TOO_LARGE = "Given up: it needs more memory than a query may take. Ask for less at once."
_Rows = tuple[list[str], Iterable[Sequence[Any]]]
_TABLES = """
select schema_name || '.' || table_name, comment
from duckdb_tables()
order by schema_name, table_name
"""


# SQL may begin with a comment, which looks like an option
@command("query", context_settings={"ignore_unknown_options": True})
@argument("sql", required=False, metavar="[SQL]")
@form_options
@option(
    "--timeout",
    type=click.IntRange(1, 86_400),
    default=30,
    metavar="SECONDS",
    help="When to give up; the time that you take to read is not counted (30).",
)
@warehouse_option
@click.pass_obj
def query(
    here: Path, sql: str | None, form: str | None, timeout: int, warehouse: Path | None
) -> int:
    """Query the published file in SQL, or list its tables.

    SQL is a statement, a file that ends in .sql, or - for standard input, which is also read where
    it is a pipe or a file. It reads the published file and nothing else on this machine, and
    changes nothing. A build is not disturbed.

    The SQL is DuckDB's, one statement. A table shows NULL where there is no value; it is cut after
    1,000 rows, and a value after 100 characters. CSV and JSON are whole.

    exit codes: 0 answered, 1 the database cannot answer, 2 called wrongly

    for example:
      llm-reassess query
      llm-reassess query "from marts.dim_cohorts"
      llm-reassess query "describe statistics.stat_anova"
      llm-reassess query question.sql --csv > answer.csv
      echo "select count(*) from marts.fct_scores" | llm-reassess query --json
    """
    asked = _question(sql, here)
    from analysis_py.cli import printing
    from analysis_py.publishing.reading import limited_memory

    with limited_memory(), open_published(warehouse) as connection:
        clock = Clock(connection, timeout, "; --timeout allows more")
        names, rows = answer(connection, asked, clock) if asked.strip() else _tables(connection)
        if not printing.write(form, names, rows):
            print(
                f"Cut after {printing.MAX_ROWS:,} rows; --csv and --json write all.",
                file=sys.stderr,
            )
    return GOOD


def _question(sql: str | None, here: Path) -> str:
    """Return the SQL; empty where none is given. One word that ends in .sql is a file."""
    if sql and sql.endswith(".sql") and not any(map(str.isspace, sql)):
        try:
            return (here / sql).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(f"{sql} cannot be read: {reason}", MISUSED) from error
    if sql == "-" or (sql is None and _is_piped()):
        try:
            return sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CommandError(_not_utf8("standard input", error), MISUSED) from error
    if sql and sql.startswith("-") and not any(map(str.isspace, sql)):
        raise click.NoSuchOption(sql)
    try:
        # in a locale of ASCII, Python keeps the bytes of anything else
        return (sql or "").encode("utf-8", "surrogateescape").decode()
    except UnicodeDecodeError as error:
        raise CommandError(_not_utf8("the SQL", error), MISUSED) from error


def _not_utf8(what: str, error: UnicodeDecodeError) -> str:
    return f"{what} is not UTF-8 at byte {error.start + 1}; save it as UTF-8, and try again"


def _is_piped() -> bool:
    """Tell whether somebody has put something into standard input."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


class Clock:
    """The time that the database may take for an answer; not that of whoever reads it.

    DuckDB looks up between the rows of a query, not within a function: one that is deep in a
    function when its time is over takes the process with it.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, seconds: float, remedy: str = ""
    ) -> None:
        self._connection = connection
        self._left = seconds
        self._command = click.get_current_context().command_path
        #: The message for a query that ran out of time.
        self.complaint = f"Given up after {seconds:g} seconds{remedy}."

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
        sys.stderr.write(f"{self._command}: {self.complaint}\n")
        sys.stderr.flush()
        os._exit(FAILED)


def answer(connection: duckdb.DuckDBPyConnection, sql: str, clock: Clock) -> _Rows:
    """Return the columns and the rows of a statement that anybody may have written.

    Raises
    ------
    CommandError
        If the database cannot answer, or not in time or in memory; reading the rows may too.
    """
    import duckdb

    from analysis_py.publishing.reading import one_statement

    try:
        with clock.running():
            cursor = connection.execute(one_statement(connection, sql))
    except duckdb.Error as error:
        raise CommandError(describe_sql_error(error, sql)) from error
    return [column[0] for column in cursor.description or ()], _fetched(cursor, clock)


def _fetched(cursor: duckdb.DuckDBPyConnection, clock: Clock) -> Iterator[Sequence[Any]]:
    """Yield the rows of a result, not holding all of them at once."""
    while True:
        with clock.running():
            rows = cursor.fetchmany(10_000)
        if not rows:
            return
        yield from rows


def _tables(connection: duckdb.DuckDBPyConnection) -> _Rows:
    """Return each table with its number of rows and the first sentence of its description."""
    rows: list[Sequence[Any]] = []
    for name, comment in connection.sql(_TABLES).fetchall():
        (n_rows,) = connection.sql(f"select count(*) from {name}").fetchall()[0]
        rows.append((name, n_rows, (comment or "").split(". ")[0].removesuffix(".") or None))
    return ["table", "rows", "description"], rows
