"""Zero-shot scores by model size (Fig. 12)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import Figure
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.size_curves import HOW_TO_READ, size_curves


def chart() -> alt.FacetChart:
    """Return the partial effect of size on each zero-shot score; the panels share their y axis."""
    return small_multiples(size_curves(), panels(), y="shared", columns=2)


FIGURE = Figure(
    name="supplementary_size",
    title="How zero-shot scores change with model size",
    caption=HOW_TO_READ,
    method=(
        "Partial effect of size in a GAMM of log score with random intercepts of architecture "
        "and of base family; pointwise 95 % band. Rises and falls are judged by a band that "
        "holds for the whole curve, unadjusted for the number of benchmarks. All panels share "
        "the y axis."
    ),
    alternative="One panel per zero-shot benchmark: two curves of relative score over model size, "
    "the clustered one with its band, over dots for the evaluations.",
    chart=chart,
    paper_figure="Fig. 12",
)
