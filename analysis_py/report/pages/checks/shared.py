"""What figures of this page share: bars of decisions, and tables of benchmarks by something."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import ROWS
from analysis_py.report.shapes.expressions import TWO_LINES
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.share_bars import share_bars
from analysis_py.report.style import BLUE, GREEN, GREY, VERMILLION


def decision_bars(outcomes: tuple[str, str, str, str], title: str) -> alt.LayerChart:
    """Return one bar per label, divided by what becomes of its tests.

    Parameters
    ----------
    outcomes : tuple of str
        From what every method shows to what none does.
    title : str
        What the bars are shares of.
    """
    labels = alt.Y(
        "label_words:N",
        title=None,
        sort=alt.EncodingSortField("label_order", op="min"),
        axis=alt.Axis(labelExpr=TWO_LINES, labelOverlap=False, ticks=False, labelOffset=-6),
    )
    colours = dict(zip(outcomes, (BLUE, GREEN, VERMILLION, GREY), strict=True))
    return layers(*share_bars(labels, "outcome", colours, title)).properties(
        width=620, height=190, usermeta={"legend_entry": 230}
    )


def cells(column: alt.X, tooltip: list[alt.Tooltip]) -> alt.Chart:
    """Return the base of a table with a row per benchmark."""
    return alt.Chart(ROWS).encode(
        x=column,
        y=alt.Y(
            "benchmark:N",
            title=None,
            sort=alt.EncodingSortField("benchmark_order", op="min"),
            axis=alt.Axis(
                labelExpr=TWO_LINES, labelOverlap=False, domain=False, ticks=False, labelOffset=-6
            ),
        ),
        tooltip=tooltip,
    )


def heads(field: str, order: str, lines: int = 1) -> alt.X:
    """Return the columns of a table, whose names have so many lines, parted by ``|``."""
    return alt.X(
        f"{field}:N",
        title=None,
        sort=alt.EncodingSortField(order, op="min"),
        axis=alt.Axis(
            orient="top",
            labelAngle=0,
            labelExpr="split(datum.label, '|')",
            labelOverlap=False,
            labelLimit=0,
            # lines after the first go downwards
            labelPadding=4 + 13 * (lines - 1),
            domain=False,
            ticks=False,
        ),
    )
