"""Rows lost to the logarithm of scores and sizes."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.share_bars import share_bars


def chart() -> alt.LayerChart:
    """Return the shares of evaluations that the fits use and lose, one bar per benchmark."""
    benchmark = rows("benchmark", "benchmark_order")
    colours = {
        "used": BLUE,
        "lost: size unknown": GREY,
        "lost: a score of 0": VERMILLION,
    }
    return layers(*share_bars(benchmark, "row_group", colours, "% of the evaluations")).properties(
        width=620, height=180
    )


FIGURE = Figure(
    title="Which evaluations a model of log score over log size can use",
    caption=(
        "Evaluations that the GAMMs of size use or lose; their number is in brackets. An "
        "unknown size has no place on the axis, and 0 has no logarithm."
    ),
    alternative="Bars of the shares of evaluations that the GAMMs of size use, lose for "
    "want of a size, and lose because the score is zero, one bar per benchmark.",
    switches=(COHORT,),
    is_folded=True,
)
