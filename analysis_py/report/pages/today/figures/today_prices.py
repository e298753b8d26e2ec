"""The least price of an ability over time."""

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.releases import day


def chart() -> alt.LayerChart:
    """Return a line of steps per level of ability, with its points at the start."""
    price = alt.Y(
        "usd:Q",
        title="$ per million tokens (log scale)",
        scale=alt.Scale(type="log", nice=False, padding=14),
        axis=alt.Axis(values=[0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50], format="~g"),
    )
    base = alt.Chart(ROWS).encode(
        x=day("changed_on", "day"), y=price, detail="level:N", color=alt.value(BLUE)
    )
    dots = base.mark_point(filled=True, size=35, opacity=1).encode(
        tooltip=[
            alt.Tooltip("level:N", title="ability of at least"),
            alt.Tooltip("changed_on:T", title="day", format="%Y-%m-%d"),
            alt.Tooltip("usd:Q", title="$ per million tokens", format=".2f"),
            alt.Tooltip("model:N", title="cheapest model"),
            alt.Tooltip("developer:N", title="developer"),
        ]
    )
    # levels that one model reached first have one label
    labels = (
        base.transform_joinaggregate(first="min(changed_on)", groupby=["level"])
        .transform_calculate(is_start="datum.changed_on === datum.first")
        .transform_joinaggregate(
            low="min(points)", top="max(points)", groupby=["is_start", "changed_on", "usd"]
        )
        .transform_calculate(
            told="(datum.low < datum.top ? datum.low + '–' : '') + datum.top + ' points'",
            name="datum.is_start && datum.points === datum.top ? datum.told : ''",
        )
        .mark_text(align="left", dx=4, dy=-9)
        .encode(text="name:N")
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=1.5)
    return layers(lines, dots, labels).properties(width=620, height=380)


FIGURE = Figure(
    title="Least list price of an ability, $ per million tokens",
    caption=(
        "Least price of a model with at least so many points of ability, three tokens in per token "
        "out. A line is a level and starts with the first model that reached it."
    ),
    method=(
        "First prices of the models of the source; cuts of a model's own price later on are in the "
        "number, not in the line. The interval lets abilities vary. List prices say nothing of how "
        "many tokens an answer takes. Prices: models.dev."
    ),
    alternative="Steps that fall over time, a line for each level of ability.",
    switches=(COHORT,),
)
