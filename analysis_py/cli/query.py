"""``llm-reassess query``: SQL on the published file."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click import argument, option

from analysis_py.cli.commands import command, form_options, warehouse_option
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError
from analysis_py.cli.published import open_published
from analysis_py.cli.query_hints import nearest_values
from analysis_py.runtime.formatting import printable

if TYPE_CHECKING:
    import duckdb

#: Seconds after an interrupt until the process ends, if the query does not.
_GRACE_SECONDS = 2.0
_TABLES = """
select schema_name || '.' || table_name as "table", estimated_size as "rows",
    split_part(split_part(comment, chr(10), 1), '. ', 1) as description
from duckdb_tables() order by table_name != 'start_here', 1
"""


# SQL may start with a comment, which looks like an option
@command("query", context_settings={"ignore_unknown_options": True})
@argument("sql", required=False, metavar="[SQL]")
@form_options
@option(
    "--timeout",
    type=click.IntRange(1, 86_400),
    default=30,
    metavar="SECONDS",
    help="Stop after this time (default: 30).",
)
@warehouse_option
@click.pass_obj
def query(
    here: Path, sql: str | None, form: str | None, timeout: int, warehouse: Path | None
) -> int:
    """Query the published file in SQL, or list its tables.

    SQL is one DuckDB statement, a file that ends in .sql, or - for standard input. The query can
    read the published file only and change nothing. Without rows, it names the nearest value of
    each text that SQL compares. A table shows at most 1,000 rows and 100
    characters per value; --csv and --json write everything.

    exit codes: 0 answered, 1 the query failed, 2 usage error

    for example:
      llm-reassess query
      llm-reassess query "from marts.dim_cohorts"
      llm-reassess query "describe statistics.stat_anova"
      llm-reassess query question.sql --csv > answer.csv
      echo "select count(*) from marts.fct_scores" | llm-reassess query --json
    """
    asked = _question(sql, here)
    from analysis_py.cli import printing
    from analysis_py.publishing.reading import limit_memory

    with limit_memory(), open_published(warehouse) as connection:
        names, rows = answer(connection, asked.strip() or _TABLES, timeout)
        if not rows:
            for line in nearest_values(asked, lambda sql: answer(connection, sql, timeout)[1]):
                print(printable(line), file=sys.stderr)
        if not printing.write(form, names, rows):
            print(
                f"Only the first {printing.MAX_ROWS:,} rows are shown; --csv and --json write all.",
                file=sys.stderr,
            )
    return GOOD


def _question(sql: str | None, here: Path) -> str:
    """Return the SQL, empty without any. A single word that ends in .sql is a file."""
    is_word = bool(sql) and not any(map(str.isspace, sql or ""))
    try:
        if sql and is_word and sql.endswith(".sql"):
            return (here / sql).read_text(encoding="utf-8-sig")
        if sql == "-" or (sql is None and _is_piped()):
            return sys.stdin.buffer.read().decode("utf-8-sig")
        if sql and is_word and sql.startswith("-"):
            raise click.NoSuchOption(sql)
        # in an ASCII locale Python keeps other bytes as surrogates
        return (sql or "").encode("utf-8", "surrogateescape").decode()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"cannot read the SQL: {error}; save it as UTF-8", MISUSED) from error


def _is_piped() -> bool:
    """Tell whether standard input is piped or redirected."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def answer(
    connection: duckdb.DuckDBPyConnection, sql: str, timeout: float
) -> tuple[list[str], Sequence[Sequence[Any]]]:
    """Return the columns and the rows of an untrusted statement.

    DuckDB checks for interrupts between the rows of a query, not within a function. A query that is
    within a function at the timeout ends the process.
    """
    import duckdb

    from analysis_py.publishing.reading import one_statement

    complaint = f"The query took more than {timeout:g} seconds; --timeout allows more."

    def end() -> None:
        sys.stderr.write(f"{complaint}\n")
        sys.stderr.flush()
        os._exit(FAILED)

    alarms = [
        threading.Timer(timeout, connection.interrupt),
        threading.Timer(timeout + _GRACE_SECONDS, end),
    ]
    for alarm in alarms:
        alarm.daemon = True
        alarm.start()
    try:
        cursor = connection.execute(one_statement(connection, sql))
        return [column[0] for column in cursor.description or ()], cursor.fetchall()
    except duckdb.InterruptException as error:
        raise CommandError(complaint) from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise CommandError(
            "The query needs more memory than allowed. Select fewer rows or columns."
        ) from error
    finally:
        for alarm in alarms:
            alarm.cancel()
