"""Score by model size (Fig. 3)."""

from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.shapes.size_curves import HOW_TO_READ, size_curves

chart = size_curves

FIGURE = Figure(
    title="Score by model size",
    caption=HOW_TO_READ,
    method=(
        "Score of the average model at a size, by a GAMM of log score with random intercepts of "
        "architecture and of base family; pointwise 95 % band, which ends at 100 %. "
        "Rises and falls are judged by a band that holds for the whole curve, unadjusted "
        "for the number of benchmarks. The dashed curve is the paper's model. Dots are geometric "
        "means in bins of size, larger for more evaluations. edf says how much a curve bends; 1 is "
        "a straight line. Sizes start at 0.01 B."
    ),
    alternative="One panel per benchmark: two curves of the score over model size, the "
    "clustered one with its band, over bars where it rises or falls significantly and dots for "
    "the evaluations.",
    switches=(COHORT,),
    paper_figure="Fig. 3",
)
