"""The queries of the report, and their answers as rounded frames."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

FOLDER = Path(__file__).parent / "queries"

#: Significant digits of every number in the report: more than a picture shows, and fewer bytes.
DIGITS = 4


class ReportError(Exception):
    """A report that cannot be built; the message says what to do."""


def text(name: str) -> str:
    """Return the SQL of a query as a reader may paste it.

    Parameters
    ----------
    name : str
        Its kind and name: ``figures/…``, ``facts/…`` that a page's words cite, or ``tables/…``
        that a page's script reads.
    """
    return (FOLDER / f"{name}.sql").read_text()


def answer(connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    """Run a query on the published file and return its rows, rounded.

    Raises
    ------
    ReportError
        If the file lacks what the query asks for.
    """
    try:
        frame = connection.sql(text(name)).pl()
    except duckdb.Error as error:
        raise ReportError(
            f"queries/{name}.sql does not run on this warehouse; build it anew with "
            f"`llm-reassess build`.\n{error}"
        ) from error
    return frame.with_columns(pl.selectors.float().round_sig_figs(DIGITS))
