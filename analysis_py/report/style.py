"""Colours and the look of charts, legible on white paper and on a dark screen."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from analysis_py.report.figure import ROWS

#: Colours that a colour-blind reader can tell apart (after Okabe and Ito), darkened where needed
#: so that each stands out from the light and from the dark background by at least 3 to 1.
BLUE, VERMILLION, GREEN, PINK, AMBER, GREY, VIOLET, TEAL = PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#C2649A",
    "#B07D00",
    "#7A7A7A",
    "#8A63C9",
    "#2E8B9A",
)

#: Backgrounds of report.css in the two modes.
LIGHT, DARK = "#ffffff", "#15181c"

#: The strongest fill of a cell: faint enough for the words in it, on white and on dark.
CELL_OPACITY = 0.6

TRAINING_TYPES = ("pretrained", "fine-tuned", "instruction-tuned", "RL-tuned", "unknown")
TRAINING_TYPE_COLOURS = (BLUE, VERMILLION, GREEN, PINK, GREY)
TRAINING_TYPE_DASHES = ([1, 0], [8, 3], [3, 2], [10, 3, 2, 3])

#: Breaks a label such as "ARC · n = 1,206" in two, so that it fits a narrow panel.
TWO_LINES = "split(datum.label, ' · ')"

#: Percent of a bar below which a label does not fit into a piece of it.
LABEL_FROM_PCT = 14

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@alt.theme.register("llm_reassessment", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Return the configuration that all charts share."""
    ink, faint = "#333333", "#8a8a8a"
    return {
        "config": {
            "font": FONT,
            "background": LIGHT,
            # the figure says in words what it shows; a name for each mark doubles its size
            "aria": False,
            "view": {"stroke": None},
            "range": {"category": list(PALETTE)},
            "axis": {
                "labelFontSize": 11,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "labelColor": ink,
                "titleColor": ink,
                "gridColor": "#dddddd",
                "domainColor": faint,
                "tickColor": faint,
                "labelOverlap": True,
            },
            "axisY": {"labelLimit": 280},
            "header": {
                "labelFontSize": 12,
                "labelFontWeight": "bold",
                "labelColor": ink,
                "titleColor": ink,
                "labelAnchor": "start",
            },
            "legend": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "labelColor": ink,
                "titleColor": ink,
                "titleFontWeight": "normal",
                "orient": "top",
                "labelLimit": 300,
                "symbolStrokeWidth": 3,
            },
            "line": {"strokeWidth": 2},
            "area": {"opacity": 0.25},
        }
    }


def size_axis(title: str = "billions of parameters") -> alt.X:
    """Return the x axis of model size: raw numbers on a log scale."""
    return alt.X(
        "parameters_b:Q",
        title=title,
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~g", values=[0.01, 0.1, 1, 10, 100]),
    )


def ratio_axis(field: str, title: str = "relative score") -> alt.Y:
    """Return a y axis of ratios on a log scale, where doubling and halving are as far from 1."""
    return alt.Y(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~g", tickCount=5),
    )


def share_bars(
    y: alt.Y, part: str, colours: Mapping[str, str], title: str, end: float = 100
) -> tuple[alt.Chart, alt.Chart]:
    """Return bars that are divided into parts of a whole, and the label of each part.

    The rows hold ``from_pct`` and ``to_pct``, the ends of each piece, and its ``label``. The fill
    is faint, so that the text on it reads on a light and on a dark page; a narrow piece has none.
    """
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "to_pct:Q",
            title=title,
            scale=alt.Scale(domain=[0, end], nice=False),
            axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False),
        ),
        y=y,
    )
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    bars = base.mark_bar(fillOpacity=0.4, strokeWidth=1).encode(
        x2="from_pct:Q",
        fill=alt.Fill(f"{part}:N", title=None, scale=scale),
        stroke=alt.Stroke(f"{part}:N", title=None, scale=scale),
        tooltip=[
            alt.Tooltip(y.shorthand, title=" "),
            alt.Tooltip("label:N", title="n"),
            alt.Tooltip(f"{part}:N", title=" "),
        ],
    )
    fits = f"datum.to_pct - datum.from_pct >= {LABEL_FROM_PCT}"
    labels = base.mark_text(align="right", dx=-4, fontSize=11).encode(
        text=alt.when(fits).then(alt.Text("label:N")).otherwise(alt.value(""))
    )
    return bars, labels


def panels(field: str = "panel", order: str = "benchmark_order") -> alt.Facet:
    """Return small multiples, one per value of ``field``, in the order of another column."""
    return alt.Facet(
        f"{field}:N",
        title=None,
        sort=alt.EncodingSortField(field=order, op="min"),
        header=alt.Header(labelExpr=TWO_LINES, labelLimit=240),
    )


def small_multiples(
    chart: alt.Chart | alt.LayerChart,
    facet: alt.Facet,
    height: int = 180,
    x: str = "shared",
    y: str = "independent",
    columns: int = 3,
) -> alt.FacetChart:
    """Return one panel per value of the facet, each with its own axes; report.js fits them.

    Scales of x and y are ``"shared"`` by the panels or ``"independent"``; ``columns`` is the most
    that a wide screen shows side by side.
    """
    return (
        chart.properties(width=260, height=height)
        .facet(facet, columns=columns)
        .resolve_scale(x=x, y=y, yOffset="independent")
        .resolve_axis(x="independent", y="independent")
    )


def lined_axis(field: str, order: str, descending: bool = False) -> alt.Y:
    """Return a y axis of names that may have several lines, parted by ``|``."""
    return alt.Y(
        f"{field}:N",
        title=None,
        sort=alt.EncodingSortField(
            field=order, op="min", order="descending" if descending else "ascending"
        ),
        axis=alt.Axis(labelExpr="split(datum.label, '|')", labelLimit=0, ticks=False),
    )


def zero_line() -> alt.Chart:
    """Return a dotted upright line where there is no difference."""
    # one row, or the line would be drawn once per row
    one = alt.Chart(ROWS).transform_aggregate(n="count()")
    return one.mark_rule(strokeDash=[2, 3], color=GREY).encode(x=alt.datum(0))
