"""The reader's own SQL: asked, answered in a process of its own, and taken away."""

from pathlib import Path

import duckdb
import polars as pl
import streamlit as st

import queries
from isolated_query import answer_isolated
from panels import csv, rows, table
from published import MAX_ROWS, version
from queries import EXAMPLES


def draw_query(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Answer the reader's own SQL, once: other parts of the page may be redrawn meanwhile."""
    with st.form("query", border=False):
        sql = st.text_area(
            "Your own query", EXAMPLES[0][1], height=160, key="sql", bind="query-params"
        )
        st.form_submit_button("Run", type="primary")
    asked = (sql, version(path))
    if st.session_state.get("asked") != asked:
        st.session_state["result"] = answer_or_error(path, sql)
        st.session_state["asked"] = asked
    result = st.session_state["result"]
    if isinstance(result, str):
        st.error("That query has no answer:")
        st.code(result, language=None, wrap_lines=True)
    else:
        if result.height > MAX_ROWS:
            st.warning(f"Cut after {MAX_ROWS:,} rows.")
        table(result)
        st.download_button(
            "Download as CSV",
            data=lambda: csv(result.head(MAX_ROWS)),
            file_name="query.csv",
            mime="text/csv",
            on_click="ignore",
        )
    with st.expander("Queries to begin with"):
        for words, example in EXAMPLES:
            st.caption(words)
            st.code(example, language="sql", wrap_lines=True)
    with st.expander("Tables and columns"):
        table(rows(connection, queries.COLUMNS))


def answer_or_error(path: Path, sql: str) -> pl.DataFrame | str:
    """Return the rows of the reader's query, or why there are none.

    It has a process of its own, because a statement may leave a connection unfit for the page, and
    take more time and memory than there is.
    """
    try:
        return answer_isolated(path, sql)
    except (duckdb.Error, pl.exceptions.PolarsError) as error:
        return str(error)
