"""Redundancy: prediction of each benchmark from the others."""

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import lined_axis, zero_line
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return a row per benchmark with the share of its variance that the others predict."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="r_squared", descending=True),
        x=alt.X(
            "r_squared:Q",
            title="share of the variance that the other benchmarks predict",
            axis=alt.Axis(format="%", tickCount=6),
        ),
        tooltip=[
            alt.Tooltip("r_squared:Q", title="predicted share", format=".0%"),
            alt.Tooltip("rmse_pct:Q", title="typical error, points", format=".1f"),
            alt.Tooltip("std_dev_pct:Q", title="standard deviation of scores", format=".1f"),
            alt.Tooltip("nearest_benchmark:N", title="nearest benchmark"),
            alt.Tooltip("nearest_correlation:Q", title="correlation with it", format=".2f"),
            alt.Tooltip("alpha_without:Q", title="alpha without it", format=".2f"),
        ],
    )
    dots = base.mark_point(filled=True, size=80, color=BLUE, opacity=1)
    words = base.mark_text(align="right", dx=-9, color=BLUE).encode(
        text=alt.Text("r_squared:Q", format=".0%")
    )
    return layers(zero_line(), dots, words).properties(width=560, height=240)


FIGURE = Figure(
    title="How much of each benchmark the others already predict",
    caption=(
        "Share of the variance of scores that all other benchmarks predict, for held-out base "
        "families. At 100 % a benchmark adds nothing; n: evaluations with every score."
    ),
    method="At the dotted line the other benchmarks say nothing about it.",
    alternative="A row per benchmark with a point at the share that the other benchmarks predict.",
    switches=(COHORT,),
    is_folded=True,
)
