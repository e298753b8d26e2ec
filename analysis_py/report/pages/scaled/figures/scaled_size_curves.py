"""Model size on scaled scores and on the scores as they are (Fig. 8)."""

from analysis_py.report.figure import COHORT, ENGINE, Figure
from analysis_py.report.pages.scaled.shared import CAPTION, scaled_curves

chart = scaled_curves

FIGURE = Figure(
    title="Size curves of scaled and of unscaled scores",
    caption=CAPTION,
    method=(
        "Above each panel is the largest distance between the two, in percent of the range of "
        "the unscaled curve."
    ),
    alternative="Curves of relative score over model size, one panel per benchmark, on "
    "scaled scores and on unscaled ones.",
    switches=(COHORT, ENGINE),
    default={"engine": "reml"},
    paper_figure="Fig. 8",
)
