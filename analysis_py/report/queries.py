"""The queries of the report and their results as rounded frames."""

import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from analysis_py.report.nulls import NULL
from analysis_py.runtime.errors import UserError

FOLDER = Path(__file__).parent

#: Significant digits of every number in the report: more than a picture shows, and fewer bytes.
DIGITS = 4
#: Characters that XML, and so SVG, cannot hold: the renderer would crash.
_UNDRAWABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"


class ReportError(UserError):
    """A report that cannot be built; the message says what to do."""


def text(query: Path) -> str:
    """Return the SQL of a query, ready for a reader to paste.

    Parameters
    ----------
    query : Path
        File of the query.
    """
    return query.read_text()


def facts(connection: duckdb.DuckDBPyConnection, query: Path) -> dict[str, Any]:
    """Return the only row of a page's query of facts, with printable text and nulls."""
    return _shown(_frame(connection, query).row(0, named=True))


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(_UNDRAWABLE, "\ufffd", value)
    if isinstance(value, list):
        return [_shown(each) for each in value]
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    return NULL if value is None else value


def answer(connection: duckdb.DuckDBPyConnection, query: Path) -> pl.DataFrame:
    """Run a query on the published file and return its rows, rounded, with printable text.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    query : Path
        File of the query, within this package.

    Raises
    ------
    ReportError
        If the file lacks a table or column of the query.
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
            f"right, rebuild it with `llm-reassess build`.\n{error}"
        ) from error
