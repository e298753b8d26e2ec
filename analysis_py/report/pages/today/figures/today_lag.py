"""The lag of open models behind closed ones."""

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.intervals import intervals, low_and_high
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the mean lag of every year with its interval."""
    base = alt.Chart(ROWS).encode(
        y=alt.Y("window_name:N", title=None, sort=None),
        color=alt.value(BLUE),
        tooltip=[
            alt.Tooltip("window_name:N", title="window"),
            alt.Tooltip("lag_months:Q", title="months behind", format=".1f"),
            *low_and_high("lag_low", "lag_high", "90 % interval", ".1f"),
            alt.Tooltip("n_months:Q", title="months"),
        ],
    )
    title = "months since closed models first had as much"
    return layers(*intervals(base, title, ("lag_low", "lag_high"), "lag_months")).properties(
        width=560, height=220
    )


FIGURE = Figure(
    title="Lag of the best open weights, months",
    caption=(
        "Months since a closed model first reached the points of the best open one, with 90 % "
        "intervals that resample developers."
    ),
    method="The mean over month-ends. Resampling also varies all abilities.",
    alternative="Mean lag in months, a row per year, with intervals.",
    switches=(COHORT,),
)
