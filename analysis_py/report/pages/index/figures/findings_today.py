"""Ability by the day of release, in the source of most models."""

import altair as alt

from analysis_py.report.figure import Figure
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.releases import releases


def chart() -> alt.LayerChart:
    """Return the models as dots, with names at those that were the best when they came."""
    dots, _, *names = releases(
        "points",
        alt.Y("points:Q", title="ability, points", scale=alt.Scale(zero=False)),
        alt.Tooltip("points:Q", title="points", format=".1f"),
    )
    return layers(dots, *names).properties(width=620, height=300)


FIGURE = Figure(
    title="Ability in points, by date of release",
    caption=(
        "Each mark is a model, placed on one scale by all its benchmarks. Named: some that set a "
        "record. Blue: open weights; orange: closed; grey: not known."
    ),
    alternative=(
        "Points of ability over the date of release, a mark per model by open and closed "
        "weights, the records named."
    ),
)
