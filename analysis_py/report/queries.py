"""The queries of the report, and their answers as rounded frames."""

import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from analysis_py.runtime.errors import UserError

FOLDER = Path(__file__).parent

#: Significant digits of every number in the report: more than a picture shows, and fewer bytes.
DIGITS = 4
#: Characters that XML, and so SVG, cannot hold: what draws the pictures would end the process.
_UNDRAWABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"


class ReportError(UserError):
    """A report that cannot be built; the message says what to do."""


def text(query: Path) -> str:
    """Return the SQL of a query as a reader may paste it.

    Parameters
    ----------
    query : Path
        File of the query.
    """
    return query.read_text()


def facts(connection: duckdb.DuckDBPyConnection, query: Path) -> dict[str, Any]:
    """Return the one row of a page's query of facts, with text that can be shown."""
    return _shown(_frame(connection, query).row(0, named=True))


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(_UNDRAWABLE, "\ufffd", value)
    if isinstance(value, list):
        return [_shown(each) for each in value]
    return (
        {name: _shown(each) for name, each in value.items()} if isinstance(value, dict) else value
    )


def answer(connection: duckdb.DuckDBPyConnection, query: Path) -> pl.DataFrame:
    """Run a query on the published file and return its rows, rounded, with text that can be drawn.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    query : Path
        File of the query, within this package.

    Raises
    ------
    ReportError
        If the file lacks what the query asks for.
    """
    return _frame(connection, query).with_columns(
        pl.selectors.float().round_sig_figs(DIGITS),
        pl.selectors.string().str.replace_all(_UNDRAWABLE, "\ufffd"),
    )


def _frame(connection: duckdb.DuckDBPyConnection, query: Path) -> pl.DataFrame:
    try:
        return connection.sql(text(query)).pl()
    except duckdb.Error as error:
        raise ReportError(
            f"report/{query.relative_to(FOLDER)} does not run on this warehouse. If the query is "
            f"right, build it anew with `llm-reassess build`.\n{error}"
        ) from error
