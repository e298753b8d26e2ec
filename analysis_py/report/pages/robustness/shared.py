"""Helpers shared by the figures of this page: bars of decisions, and tables by benchmark."""

import json
from collections.abc import Mapping

import altair as alt

from analysis_py.report.figure import ROWS
from analysis_py.report.shapes.axes import CELLS, rows
from analysis_py.report.shapes.expressions import TWO_LINES
from analysis_py.report.shapes.layers import layers

#: Percent of a bar below which its number does not fit into a piece of it.
NUMBER_FROM_PCT = 6


def parted_bars(outcomes: Mapping[str, str], title: str, *tooltips: alt.Tooltip) -> alt.LayerChart:
    """Return one bar per row of the data, divided by what becomes of the tests that it counts.

    Parameters
    ----------
    outcomes : mapping
        Columns that count tests, in the order of the pieces, with their colours; their words have
        spaces for underscores.
    title : str
        What the bars are shares of.
    *tooltips : Tooltip
        What the tooltip says besides.
    """
    pieces = alt.Chart()
    words = [column.replace("_", " ") for column in outcomes]
    scale = alt.Scale(domain=words, range=list(outcomes.values()))
    bars = pieces.mark_bar(fillOpacity=0.4, strokeWidth=1).encode(
        x=alt.X(
            "from_pct:Q",
            title=title,
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False),
        ),
        x2="to_pct:Q",
        fill=alt.Fill("outcome:N", title=None, scale=scale),
        stroke=alt.Stroke("outcome:N", title=None, scale=scale),
        tooltip=[
            alt.Tooltip("words:N", title=" "),
            alt.Tooltip("outcome:N", title=" "),
            alt.Tooltip("count:Q", title="n", format=","),
            *tooltips,
        ],
    )
    numbers = (
        pieces.transform_filter(f"datum.share >= {NUMBER_FROM_PCT}")
        .mark_text(align="right", dx=-4, fontSize=11)
        .encode(x="to_pct:Q", text=alt.Text("count:Q", format=","))
    )
    return (
        layers(bars, numbers)
        .properties(data=ROWS, width=620, height=180, usermeta={"legend_entry": 240})
        .encode(y=_two_lines("words", "label_order"))
        .transform_fold(list(outcomes), as_=["outcome", "count"])
        .transform_filter("datum.count > 0")
        .transform_calculate(
            words="datum.label + ' · n = ' + format(datum.n_obs, ',')",
            piece=f"indexof({list(outcomes)}, datum.outcome)",
            outcome="replace(datum.outcome, /_/g, ' ')",
            share="100 * datum.count / datum.n_obs",
        )
        .transform_stack(
            stack="share",
            as_=["from_pct", "to_pct"],
            groupby=["words"],
            sort=[alt.SortField("piece")],
        )
    )


def benchmark_table(
    columns: Mapping[str, str], value: str, *marks: alt.Chart, heading_lines: int = 1
) -> alt.LayerChart:
    """Return marks over one another in a table with a row per benchmark.

    Parameters
    ----------
    columns : mapping
        Columns of the query, which are those of the table, and their headings, in order. Lines of
        a heading are parted by ``|``.
    value : str
        What the marks call the value in a cell; they call its heading ``column``.
    *marks : Chart
        The marks in each cell.
    heading_lines : int
        Lines of the longest heading.
    """
    heading = alt.X(
        "column:N",
        title=None,
        sort=list(columns.values()),
        axis=alt.Axis(
            orient="top",
            labelAngle=0,
            labelExpr="split(datum.label, '|')",
            labelLimit=0,
            # lines after the first go downwards
            labelPadding=4 + 13 * (heading_lines - 1),
            **CELLS,
        ),
    )
    return (
        layers(*marks)
        .properties(data=ROWS)
        .encode(x=heading, y=_two_lines("benchmark", "benchmark_order"))
        .transform_fold(list(columns), as_=["column", value])
        .transform_filter(f"isValid(datum.{value})")
        .transform_calculate(column=f"{json.dumps(columns)}[datum.column]")
    )


def _two_lines(field: str, order: str) -> alt.Y:
    """Return a y axis of names in two lines, in the order of another column."""
    return rows(field, order, **CELLS, labelExpr=TWO_LINES, labelOffset=-6)
