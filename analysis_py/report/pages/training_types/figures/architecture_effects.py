"""The commonest architectures as they are, and at equal size."""

import json

import altair as alt

from analysis_py.report.encodings import ADJUSTED, signs
from analysis_py.report.figure import COHORT, ROWS, Figure, Switch
from analysis_py.report.shapes.axes import lined_axis
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import side_labels
from analysis_py.report.shapes.layers import layers

#: Columns of the typical score, and how it is taken.
WAYS = {"score_unadjusted": "unadjusted", "score_adjusted": "adjusted for size"}


def chart() -> alt.LayerChart:
    """Return the typical score of the commonest architectures, raw and at equal size."""
    colours, shapes = signs(list(WAYS.values()))
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="score_adjusted", descending=True),
        tooltip=[
            alt.Tooltip("label:N", title="architecture (n)"),
            alt.Tooltip("score_unadjusted:Q", title="as it is, %", format=".1f"),
            alt.Tooltip("score_adjusted:Q", title="at the common sizes, %", format=".1f"),
            *low_and_high("score_adjusted_low", "score_adjusted_high", "95 % interval", ".1f"),
        ],
    )
    x = alt.X("score_adjusted_low:Q", title="typical score, %", scale=alt.Scale(zero=False))
    bars = base.mark_rule(color=ADJUSTED.colour, strokeWidth=2).encode(
        x=x, x2="score_adjusted_high:Q"
    )
    scores = (
        base.transform_fold(list(WAYS), as_=["column", "score"])
        .transform_calculate(way=f"{json.dumps(WAYS)}[datum.column]")
        .encode(color=alt.Color("way:N", scale=colours, legend=None))
    )
    dots = scores.mark_point(filled=True, size=60, opacity=1).encode(
        x="score:Q", shape=alt.Shape("way:N", scale=shapes, legend=None)
    )
    names = side_labels(scores, "way", "score", order="score_adjusted")
    return layers(bars, dots, names).properties(width=620, height=300)


FIGURE = Figure(
    title="The most common architectures, unadjusted and at equal size",
    caption=(
        "Circle: geometric mean of the scores. Diamond with its 95 % interval: the same at the "
        "population's common mix of sizes. The ten most common labels; n in brackets."
    ),
    method="Random intercepts of the GAMM of size.",
    alternative=(
        "One row per architecture: its typical score as a circle "
        "and its score at the common mix of sizes as a diamond with an interval."
    ),
    switches=(COHORT, Switch("benchmark_name", "Benchmark")),
)
