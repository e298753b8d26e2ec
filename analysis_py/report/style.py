"""Colours and the look of charts, legible on white paper and on a dark screen."""

from __future__ import annotations

import altair as alt

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

TRAINING_TYPES = ("pretrained", "fine-tuned", "instruction-tuned", "RL-tuned", "unknown")
TRAINING_TYPE_COLOURS = (BLUE, VERMILLION, GREEN, PINK, GREY)

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@alt.theme.register("llm_reassessment", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Return the configuration that all charts share."""
    ink, faint = "#333333", "#8a8a8a"
    return {
        "config": {
            "font": FONT,
            "background": LIGHT,
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


def panels(field: str = "panel", order: str = "benchmark_order") -> alt.Facet:
    """Return small multiples, one per value of ``field``, in the order of another column."""
    return alt.Facet(
        f"{field}:N",
        title=None,
        sort=alt.EncodingSortField(field=order, op="min"),
    )


def small_multiples(chart: alt.Chart | alt.LayerChart, facet: alt.Facet) -> alt.FacetChart:
    """Return one panel per value of the facet, each with its own axes; report.js fits them."""
    return (
        chart.properties(width=260, height=180)
        .facet(facet, columns=3)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent", y="independent")
    )
