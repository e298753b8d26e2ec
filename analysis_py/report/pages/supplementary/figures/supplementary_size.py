"""Zero-shot scores by model size (Fig. 12)."""

from functools import partial

from analysis_py.report.figure import Figure
from analysis_py.report.shapes.size_curves import HOW_TO_READ, size_curves

chart = partial(size_curves, columns=2)

FIGURE = Figure(
    title="How zero-shot scores change with model size",
    caption=HOW_TO_READ,
    method=(
        "Score of the average model at a size, by a GAMM of log score with random intercepts of "
        "architecture and of base family; pointwise 95 % band, which ends at 100 %. "
        "Rises and falls are judged by a band that holds for the whole curve, unadjusted for the "
        "number of benchmarks."
    ),
    alternative="One panel per zero-shot benchmark: two curves of the score over model size, "
    "the clustered one with its band, over bars where it rises or falls and dots for the "
    "evaluations.",
    paper_figure="Fig. 12",
)
