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
    caption=f"Partial effect of size in a GAMM of log score with a random intercept of the "
    f"architecture. {HOW_TO_READ} edf is how much a curve bends; 1 is a straight line. pyGAM fits "
    "the paper's curve alone. Sizes from 0.01 B on.",
    alternative="One panel per benchmark: two curves of relative score over model size, the "
    "clustered one with its band and heavier where it rises or falls significantly, over dots for "
    "the evaluations.",
    chart=chart,
    switches=(COHORT, ENGINE),
    default={"engine": "reml"},
    paper_figure="Fig. 3",
)
