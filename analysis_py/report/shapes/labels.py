"""Direct labels of series at their first row or panel, instead of a legend."""

import json
from collections.abc import Mapping

import altair as alt

#: Width of a figure on a phone, in pixels.
NARROW = 400


def row_labels(
    base: alt.Chart,
    series: str,
    at: str,
    order: str,
    *,
    panel: str = "",
    descending: bool = False,
    dy: int = 0,
) -> alt.Chart:
    """Return the names of series to the right of their marks.

    Parameters
    ----------
    base : altair.Chart
        Has a line for each series of a row, and their colours.
    series, at : str
        Columns of the name and of its rightmost mark.
    order, panel : str
        Columns that order the rows and the panels, if any. Charts with panels also need
        :func:`first_panel`.
    descending : bool
        Whether the row of the largest value comes first.
    dy : int
        Distance below the marks, in pixels.
    """
    # on a phone the text after a dot is in the tooltip only; a panel's width is unknown
    told = "datum.series_name"
    if not panel:
        told = f"width < {NARROW} ? split({told}, ' · ')[0] : {told}"
    return (
        _named(base, series, order, panel, descending)
        .mark_text(align="left", dx=8, dy=dy, text=alt.expr(told))
        .encode(x=f"{at}:Q")
    )


def first_panel(
    chart: alt.FacetChart, series: str, order: str = "benchmark_order"
) -> alt.FacetChart:
    """Return small multiples with the name of each series in the first panel that has it."""
    return chart.transform_joinaggregate(first_panel=f"min({order})", groupby=[series])


def _named(base: alt.Chart, series: str, order: str, panel: str, descending: bool) -> alt.Chart:
    first = f"{'max' if descending else 'min'}({order})"
    here = f"datum.{order} === datum.first_row"
    if panel:
        here += f" && datum.{panel} === datum.first_panel"
    # all rows, as a layer without rows has no scale
    return base.transform_joinaggregate(first_row=first, groupby=[series]).transform_calculate(
        series_name=f"{here} ? datum.{series} : ''"
    )


def corner_labels(
    base: alt.Chart,
    series: str,
    words: Mapping[str, str],
    panel: str = "benchmark_order",
) -> alt.Chart:
    """Return the names of series as a list in the upper left corner of the first panel.

    Parameters
    ----------
    base : altair.Chart
        Has the colours of the series.
    series : str
        Column of the series.
    words : mapping
        Label of each series, in order: its sign and its name.
    panel : str
        As for :func:`row_labels`; empty without panels.
    """
    names = json.dumps(words, ensure_ascii=False)
    place = f"indexof({json.dumps(list(words))}, datum.{series})"
    down = f"15 * {place} + 9"
    panels = ["panel", panel, "first_panel"] if panel else []
    here = f"datum.{panel} === datum.first_panel" if panel else "true"
    return (
        # each once, in the panels of all rows, as a layer without rows has no scale
        base.transform_aggregate(n_named="count()", groupby=[series, *panels])
        .transform_calculate(series_name=f"{here} && {names}[datum.{series}] || ''")
        .mark_text(align="left", dy=alt.expr(down))
        .encode(
            x=alt.value(4),
            y=alt.value(0),
            text="series_name:N",
            tooltip=[],
        )
    )
