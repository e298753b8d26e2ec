"""Display of a query's result with its SQL and downloads."""

import re

import duckdb
import polars as pl
import polars.selectors as cs
import streamlit as st

from analysis_py.sources.spreadsheets import inert
from published import MAX_ROWS, answer

#: Endings of columns whose figures may be very small.
_SMALL = ("p_value", "p_adjusted", "p_holm")


def begin(build: object) -> None:
    """Begin to draw a page, for which :func:`rows` need not ask what it asked for the last one.

    A choice changes few of the queries of a page. What a page has not asked is not kept for the
    next one.

    Parameters
    ----------
    build : object
        Tells the published file from any other; None if it is not known.
    """
    last, known = st.session_state.get("known", (None, {}))
    st.session_state["known_before"] = known if last == build and build is not None else {}
    st.session_state["known"] = (build, {})


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """Return the rows of a query, or say why there are none and stop drawing the page."""
    known = st.session_state["known"][1]
    try:
        if sql not in known:
            before = st.session_state["known_before"].get(sql)
            known[sql] = answer(connection, sql) if before is None else before
        return known[sql]
    except duckdb.Error as error:
        st.error(f"The published file does not answer this query; was it built by another version "
                 f"of the project?\n\n{error}")  # fmt: skip
        st.code(sql, language="sql")
        st.stop()


def table(frame: pl.DataFrame) -> None:
    """Show rows, figures rounded for the eye only."""
    shown = frame.head(MAX_ROWS)
    formats = {
        name: st.column_config.NumberColumn(format="%.3g" if name.endswith(_SMALL) else "%.5g")
        for name in shown.select(cs.float()).columns
    }
    st.dataframe(shown, column_config=formats, hide_index=True)


def source(name: str, sql: str, frame: pl.DataFrame) -> None:
    """Offer the SQL that ran and its rows as CSV.

    Parameters
    ----------
    name : str
        What the rows are, unique on the page; the file is named after it.
    sql : str
        The text that ran.
    frame : polars.DataFrame
        Its result.
    """
    with st.expander(f"SQL and CSV: {name}"):
        st.code(sql, language="sql", wrap_lines=True)
        st.download_button(
            f"Download {frame.height:,} rows as CSV",
            data=lambda: csv(frame),
            file_name=f"{name.replace(' ', '_')}.csv",
            mime="text/csv",
            key=f"csv {name}",
            on_click="ignore",
        )


def csv(frame: pl.DataFrame) -> str:
    """Return rows as CSV, figures in full; lists and structs are written as text."""
    nested = cs.nested() | cs.binary()
    as_text = nested.map_elements(str, return_dtype=pl.String)
    return inert(frame.with_columns(as_text)).write_csv()


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is: other people's words fetch and format nothing."""
    return re.sub(r"([\\`*_{}\[\]<>()#|~$!:&])", r"\\\1", text)


def absences(
    frame: pl.DataFrame, label: str, status: str = "status", method: str | None = None
) -> None:
    """Say in words which rows have no result and why.

    Parameters
    ----------
    frame : polars.DataFrame
        The rows, with and without a result.
    label : str
        The column that names a row.
    status : str, default "status"
        The column that is ok or a reason.
    method : str, optional
        What gave no result, where the rows hold those of several methods.
    """
    by = f" by {method}" if method else ""
    missing = frame.filter(pl.col(status) != "ok")  # a null has no row to speak of
    for (reason,), group in missing.group_by([status], maintain_order=True):
        names = ", ".join(group[label].unique(maintain_order=True))
        st.info(f"Not computed{by} for {plain(names)}: {plain(reason.rstrip('.'))}.")
