"""Direct labels of series at their first row or panel, instead of a legend."""

import json
from collections.abc import Mapping

import altair as alt

#: Width of a figure on a phone, in pixels.
NARROW = 400


def row_labels(base: alt.Chart, series: str, at: str, order: str) -> alt.Chart:
    """Return the names of series to the right of their marks.

    Parameters
    ----------
    base : altair.Chart
        Has a line for each series of a row, and their colours.
    series, at : str
        Columns of the name and of its rightmost mark.
    order : str
        Column that orders the rows.
    """
    # all rows, as a layer without rows has no scale
    named = base.transform_joinaggregate(first_row=f"min({order})", groupby=[series])
    return (
        named.transform_calculate(
            series_name=f"datum.{order} === datum.first_row ? datum.{series} : ''"
        )
        .mark_text(align="left", dx=8)
        .encode(x=f"{at}:Q", text="series_name:N")
    )


def first_panel(chart: alt.FacetChart, series: str) -> alt.FacetChart:
    """Return small multiples that know the first panel of each series."""
    return chart.transform_joinaggregate(first_panel="min(benchmark_order)", groupby=[series])


def corner_labels(base: alt.Chart, series: str, words: Mapping[str, str]) -> alt.Chart:
    """Return the names of series as a list in the upper left corner of the first panel.

    Parameters
    ----------
    base : altair.Chart
        Has the colours of the series; a part of a chart that :func:`first_panel` returns.
    series : str
        Column of the series.
    words : mapping
        Label of each series, in order: its sign and its name.
    """
    names = json.dumps(words, ensure_ascii=False)
    place = f"indexof({json.dumps(list(words))}, datum.{series})"
    panels = ["panel", "benchmark_order", "first_panel"]
    here = "datum.benchmark_order === datum.first_panel"
    return (
        # each once, in the panels of all rows, as a layer without rows has no scale
        base.transform_aggregate(n_named="count()", groupby=[series, *panels])
        .transform_calculate(series_name=f"{here} && {names}[datum.{series}] || ''")
        .mark_text(align="left", dy=alt.expr(f"15 * {place} + 9"))
        .encode(x=alt.value(4), y=alt.value(0), text="series_name:N", tooltip=[])
    )
