"""Curves of benchmarks on the scale of ability."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return a curve per benchmark, and the most able model's line."""
    base = alt.Chart(ROWS)
    curves = base.mark_line(color=BLUE, opacity=0.6).encode(
        x=alt.X("points:Q", title="ability, points", scale=alt.Scale(zero=False, nice=False)),
        y=alt.Y("score_pct:Q", title="expected score, %", scale=alt.Scale(domain=[0, 100])),
        detail="benchmark_name:N",
        tooltip=[
            alt.Tooltip("benchmark_name:N", title="benchmark"),
            alt.Tooltip("points:Q", title="ability, points", format=".0f"),
            alt.Tooltip("score_pct:Q", title="expected score, %", format=".0f"),
        ],
    )
    frontier = (
        base.transform_aggregate(at="max(frontier_points)")
        .mark_rule(color=VERMILLION, strokeDash=[4, 3], strokeWidth=2)
        .encode(x="at:Q")
    )
    return layers(curves, frontier).properties(width=640, height=360)


FIGURE = Figure(
    title="Where benchmarks are steep",
    caption=(
        "Expected score by ability on the benchmarks that most models share. Dashed: the most "
        "able model. Where a curve is flat there, the benchmark no longer distinguishes the "
        "best."
    ),
    method=("The 24 benchmarks with the most models. The tooltip has their names."),
    alternative=(
        "Rising curves of expected scores over ability, a curve per benchmark, with a dashed line "
        "at the most able model."
    ),
    is_folded=True,
    switches=(Switch("cohort_name", "Source"),),
)
