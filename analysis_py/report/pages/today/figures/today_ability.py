"""Ability by the day of release."""

import altair as alt

from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.releases import releases


def chart() -> alt.LayerChart:
    """Return the models as dots, the records among them with bars and names."""
    dots, named, *names = releases(
        "points",
        alt.Y("points:Q", title="ability, points", scale=alt.Scale(zero=False)),
        alt.Tooltip("points:Q", title="points", format=".1f"),
        *low_and_high("points_low", "points_high", "90 % interval", ".1f"),
    )
    bars = named.mark_rule().encode(
        y=alt.Y("points_low:Q", title="ability, points"), y2="points_high:Q"
    )
    return layers(bars, dots, *names).properties(width=640, height=420)


FIGURE = Figure(
    title="Ability in points on one scale, by date of release",
    caption=(
        "Each mark is a model, placed by all its benchmarks. Named, with 90 % intervals: some that "
        "set a record. Blue: open weights; orange: closed; grey: not known."
    ),
    method=(
        "Open weights that were released later than the service are dated by the service. The "
        "table has the ranks that each model may have."
    ),
    alternative=(
        "Points of ability over the date of release, a mark per model by open and closed "
        "weights, the records named and with intervals."
    ),
    switches=(COHORT,),
)
