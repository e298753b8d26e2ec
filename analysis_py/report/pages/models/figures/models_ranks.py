"""Confidence sets of the ranks of the best models."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the rank of each model with two sets of ranks, the wider one thinner."""
    base = alt.Chart(ROWS).encode(
        y=rows(
            "model",
            "rank",
            ticks=False,
            labelOverlap=False,
            # without the developer if names have little room
            labelExpr="width < 350 ? peek(split(datum.label, '/')) : datum.label",
        ),
        tooltip=[
            alt.Tooltip("model:N", title="model"),
            alt.Tooltip("score_pct:Q", title="average score, %", format=".1f"),
            alt.Tooltip("rank:Q", title="rank", format=","),
            alt.Tooltip("rank_low:Q", title="best rank left open", format=","),
            alt.Tooltip("rank_high:Q", title="worst rank left open", format=","),
            alt.Tooltip("rank_low_simultaneous:Q", title="best, all at once", format=","),
            alt.Tooltip("rank_high_simultaneous:Q", title="worst, all at once", format=","),
        ],
    )
    scale = alt.Scale(type="log", nice=False, padding=8)
    axis = alt.Axis(
        format=",",
        values=[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
        labelOverlap="greedy",
    )

    def along(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q", title="rank by average score (log scale)", scale=scale, axis=axis
        )

    jointly = base.mark_rule(strokeWidth=1, color=GREY).encode(
        x=along("rank_low_simultaneous"), x2="rank_high_simultaneous:Q"
    )
    alone = base.mark_rule(strokeWidth=4, color=BLUE, opacity=0.6).encode(
        x=along("rank_low"), x2="rank_high:Q"
    )
    dots = base.mark_point(filled=True, size=50, color=BLUE, opacity=1).encode(x=along("rank"))
    return layers(jointly, alone, dots).properties(width=480, height=520)


FIGURE = Figure(
    title="Ranks that the best models may hold, given the errors of their scores",
    caption=(
        "The 30 best evaluations by the average of all benchmarks. Point: rank. Thick line: 95 % "
        "confidence interval of the rank. Thin line: the same for all evaluations at once."
    ),
    method=(
        "Logarithmic axis. Errors of different models are treated as independent, although those "
        "of models that answer the same items are not. A model that was evaluated more than once "
        "has a row for each run. The table has the error of the score and n."
    ),
    alternative=(
        "A row per model, best first, with its rank as a point and the ranks that its score leaves "
        "open as a thick and a thin line."
    ),
    switches=(COHORT,),
)
