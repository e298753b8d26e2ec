"""Score by model size (Fig. 3)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ENGINE, Figure
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.size_curves import HOW_TO_READ, size_curves


def chart() -> alt.FacetChart:
    """Return the partial effect of size on each benchmark, clustered and as the paper fitted it."""
    return small_multiples(size_curves(), panels())


FIGURE = Figure(
    name="size_curves",
    title="Score by model size, relative to the average model",
    caption=HOW_TO_READ,
    method=(
        "Partial effect of size in a GAMM of log score with random intercepts of architecture "
        "and of base family; pointwise 95 % band. Rises and falls are judged by a band that "
        "holds for the whole curve, unadjusted for the number of benchmarks. The grey curve is "
        "the paper's model. Dots are geometric means in bins of size, larger for more "
        "evaluations. edf says how much a curve bends; 1 is a straight line. Sizes start at 0.01 B."
    ),
    alternative="One panel per benchmark: two curves of relative score over model size, the "
    "clustered one with its band and heavier where it rises or falls significantly, over dots for "
    "the evaluations.",
    chart=chart,
    switches=(COHORT, ENGINE),
    default={"engine": "reml"},
    paper_figure="Fig. 3",
)
