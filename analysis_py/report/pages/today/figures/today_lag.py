"""The lag of open models behind closed ones."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the mean lag of every year with its interval."""
    base = alt.Chart(ROWS).encode(
        y=alt.Y("window_name:N", title=None, sort=None),
        tooltip=[
            alt.Tooltip("window_name:N", title="window"),
            alt.Tooltip("lag_months:Q", title="months behind", format=".1f"),
            alt.Tooltip("lag_low:Q", title="90 % interval, low", format=".1f"),
            alt.Tooltip("lag_high:Q", title="90 % interval, high", format=".1f"),
            alt.Tooltip("gap_points:Q", title="points behind", format=".1f"),
            alt.Tooltip("gap_low:Q", title="90 % interval, low", format=".1f"),
            alt.Tooltip("gap_high:Q", title="90 % interval, high", format=".1f"),
            alt.Tooltip("n_months:Q", title="months"),
        ],
    )
    bars = base.mark_rule(strokeWidth=2, color=BLUE).encode(
        x=alt.X("lag_low:Q", title="months since closed models first had as much"), x2="lag_high:Q"
    )
    dots = base.mark_point(filled=True, size=80, opacity=1, color=BLUE).encode(x="lag_months:Q")
    return layers(bars, dots).properties(width=560, height=220)


FIGURE = Figure(
    name="today_lag",
    title="How far open weights lag",
    caption=(
        "Months since a closed model first had the points of the best open one, with 90 % "
        "intervals that resample developers."
    ),
    method=("A mean over the ends of months; all abilities vary too."),
    alternative="Mean lag in months, a row per year, with intervals.",
    chart=chart,
    switches=(Switch("cohort_name", "Source"),),
)
