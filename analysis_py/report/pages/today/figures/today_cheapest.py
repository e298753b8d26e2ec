"""Price and ability of the models on sale."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import NARROW
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.series import colours, shapes

_PLACES = ["surely", "may be", "not"]


def chart() -> alt.LayerChart:
    """Return the models as marks, the cheapest of their ability joined by steps."""
    points = alt.Y("points:Q", title="ability, points", scale=alt.Scale(zero=False))
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "usd:Q",
            title="list price, $ per million tokens (log scale)",
            scale=alt.Scale(type="log", nice=False, padding=14),
            axis=alt.Axis(values=[0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50], format="~g"),
        ),
        color=colours("place", _PLACES, [BLUE, BLUE, GREY]),
    )
    steps = (
        base.transform_filter("datum.is_frontier")
        .mark_line(interpolate="step-after", strokeWidth=1.5)
        .encode(y=points, color=alt.value(BLUE))
    )
    bars = base.mark_rule(opacity=0.5).encode(y=alt.Y("points_low:Q"), y2="points_high:Q")
    marks = base.mark_point(filled=True, size=60).encode(
        y=points,
        shape=shapes("openness", ["open weights", "closed"], ["square", "circle"]),
        opacity=alt.Opacity(
            "place:O", scale=alt.Scale(domain=_PLACES, range=[1, 0.45, 0.35]), legend=None
        ),
        tooltip=[
            alt.Tooltip("model:N", title="model"),
            alt.Tooltip("usd:Q", title="$ per million tokens", format=".2f"),
            alt.Tooltip("points:Q", title="points", format=".1f"),
            *low_and_high("points_low", "points_high", "90 % interval", ".1f"),
            alt.Tooltip("p_frontier:Q", title="share of draws in which it is", format=".2f"),
        ],
    )
    # above the line, or beside the axis below it; on a phone in the tooltip only
    is_beside = "log(datum.usd / datum.least) < 0.09 * log(datum.most / datum.least)"
    names = (
        base.transform_joinaggregate(least="min(usd)", most="max(usd)")
        .mark_text(
            align=alt.expr(f"{is_beside} ? 'left' : 'right'"),
            dx=alt.expr(f"{is_beside} ? 8 : -8"),
            dy=alt.expr(f"{is_beside} ? 12 : -8"),
            text=alt.expr(f"width < {NARROW} || datum.place !== 'surely' ? '' : datum.model"),
        )
        .encode(y=points)
    )
    return layers(steps, bars, marks, names).properties(width=620, height=400)


FIGURE = Figure(
    title="Ability in points, by list price in $ per million tokens",
    caption=(
        "Models on sale. Blue: surely the cheapest of its ability (in nine of ten draws of all "
        "abilities), pale blue: may be, grey: is not. Squares: open weights. Bars: 90 % intervals."
    ),
    method=(
        "A model is the cheapest of its ability if no model as able costs as little. The line "
        "joins those that are cheapest by the estimates. Small shares of draws are too small: of "
        "models with 0.1, up to one in four is on the true line "
        "(<code>benchmarks/results/prices.md</code>). Prices: models.dev."
    ),
    alternative="Models by price and ability, with a staircase through the cheapest of each.",
    switches=(COHORT,),
)
