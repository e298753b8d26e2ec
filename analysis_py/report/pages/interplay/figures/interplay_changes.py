"""Predicted change of each score over the range of each predictor (Fig. 6)."""

from analysis_py.report.figure import COHORT, ENGINE, Figure
from analysis_py.report.shapes.effect_tables import CHANGES_CAPTION, CHANGES_METHOD, changes_map

chart = changes_map

FIGURE = Figure(
    title="How much each score changes with each other score and with size",
    caption=CHANGES_CAPTION,
    method=CHANGES_METHOD,
    alternative="A table of scores by predictors, with the change of the score in "
    "percent, its p-value and the effective degrees of freedom in each "
    "cell.",
    shape="effect_tables",
    switches=(COHORT, ENGINE),
    default={"engine": "reml"},
    paper_figure="Fig. 6",
)
