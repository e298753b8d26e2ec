"""Predicted change of each zero-shot score over the range of each predictor (Fig. 13)."""

from functools import partial

from analysis_py.report.figure import Figure
from analysis_py.report.shapes.effect_tables import CHANGES_CAPTION, CHANGES_METHOD, changes_map

chart = partial(changes_map, scores=4)

FIGURE = Figure(
    title="How far each zero-shot score moves with each other one and with size",
    caption=CHANGES_CAPTION,
    method=CHANGES_METHOD,
    alternative="A table of zero-shot scores by predictors, with the change of the "
    "score in percent, its p-value and the effective degrees of freedom in "
    "each cell.",
    shape="effect_tables",
    paper_figure="Fig. 13",
)
