"""Display of a chart with its caption and downloads."""

import re

import altair as alt
import duckdb
import streamlit as st
import vl_convert

import queries
from analysis_py.report.captions import Words, framed
from analysis_py.report.style import FONT
from panels import rows
from queries import Choice

Chart = alt.Chart | alt.LayerChart


def figure(
    connection: duckdb.DuckDBPyConnection, choice: Choice, name: str, chart: Chart, caption: str
) -> None:
    """Draw a chart with the words below it, and offer it as files that stand alone.

    Parameters
    ----------
    choice : Choice
        The population that it is of.
    name : str
        What it shows, unique on the page; its title in the files, which are named after it.
    caption : str
        How to read it.
    """
    st.altair_chart(chart, width="stretch")
    st.caption(caption)
    words = Words(
        title=name,
        subtitle=f"{choice.cohort_name}, n = {choice.n_evaluations:,} evaluations",
        notes=(caption.replace("`", ""), *rows(connection, queries.source(choice))["words"]),
    )
    file = re.sub(r"\W+", "_", f"{name} {choice.cohort_id}").strip("_").lower()
    with st.container(horizontal=True):
        st.download_button(
            "SVG",
            data=lambda: picture(chart, words),
            file_name=f"{file}.svg",
            mime="image/svg+xml",
            key=f"svg {name}",
            on_click="ignore",
        )
        st.download_button(
            "PNG",
            data=lambda: vl_convert.svg_to_png(picture(chart, words), scale=2),
            file_name=f"{file}.png",
            mime="image/png",
            key=f"png {name}",
            on_click="ignore",
        )


def picture(chart: Chart, words: Words) -> str:
    """Return a chart as SVG, framed by the words that it needs to stand alone."""
    with alt.data_transformers.disable_max_rows():
        spec = chart.to_dict()
    spec = {"width": 640, **spec}
    spec["config"] = {**spec.get("config", {}), "font": FONT}
    return framed(vl_convert.vegalite_to_svg(spec), words)
