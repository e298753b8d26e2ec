"""TruthfulQA over the other scores: a fall, then a rise."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import corner_labels
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.series import colours, shapes

#: Outcomes of evaluations with their labels.
FATES = {
    "analysed in the paper": "diamonds: analysed in the paper",
    "not analysed in the paper": "circles: not analysed in the paper",
}


def chart() -> alt.LayerChart:
    """Return TruthfulQA over the other scores: counts as circles, the mean as a line."""
    x = alt.X(
        "others_mid:Q",
        title="mean of the five other scores, %",
        scale=alt.Scale(zero=False, nice=False, padding=14),
    )
    fates = alt.Chart(ROWS).encode(color=colours("fate", FATES, [VERMILLION, BLUE]))
    cells = fates.mark_point(filled=True, opacity=0.45).encode(
        x=x,
        y=alt.Y("truthfulqa_mid:Q", title="TruthfulQA, %", scale=alt.Scale(zero=False)),
        size=alt.Size(
            "n_obs:Q",
            title="n per cell",
            scale=alt.Scale(range=[12, 420]),
            legend=alt.Legend(values=[1, 10, 50], symbolFillColor=GREY, symbolStrokeColor=GREY),
        ),
        shape=shapes("fate", FATES, ["diamond", "circle"]),
        tooltip=[
            alt.Tooltip("fate:N", title="evaluations"),
            alt.Tooltip("others_mid:Q", title="mean of the others, about", format=".1f"),
            alt.Tooltip("truthfulqa_mid:Q", title="TruthfulQA, about", format=".1f"),
            alt.Tooltip("n_obs:Q", title="n"),
        ],
    )
    means = alt.Chart(ROWS).transform_filter("isValid(datum.mean_pct)").encode(x=x)
    line = means.mark_line(color=GREY, strokeWidth=3).encode(y="mean_pct:Q")
    intervals = means.mark_rule(color=GREY, strokeWidth=2).encode(y="mean_low:Q", y2="mean_high:Q")
    dots = means.mark_point(filled=True, color=GREY, size=40, opacity=1).encode(
        y="mean_pct:Q",
        tooltip=[
            alt.Tooltip("others_mid:Q", title="mean of the others, about", format=".1f"),
            alt.Tooltip("mean_pct:Q", title="mean TruthfulQA", format=".1f"),
            *low_and_high("mean_low", "mean_high", "95 % interval", ".1f"),
            alt.Tooltip("n_mean:Q", title="n", format=","),
        ],
    )
    names = corner_labels(fates, "fate", FATES, panel="")
    return layers(cells, intervals, line, dots, names).properties(width=620, height=380)


FIGURE = Figure(
    title="TruthfulQA over the five other scores, all of January 2024",
    caption=(
        "Evaluations in cells of 2.5 by 2.5 points, larger for more. Orange: the rows that the "
        "paper analysed. Blue: those that it lacks. Grey: mean, with a 95 % interval."
    ),
    method=(
        "The grey mean is of TruthfulQA in each column of 10 evaluations or more, rows treated "
        "as independent."
    ),
    alternative="TruthfulQA against the mean of the other five scores, as counts in small "
    "cells with the paper's rows marked, and the mean of TruthfulQA as a line.",
)
