"""Partial effects of each score on another, given the rest (Fig. 6)."""

from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.shapes.effect_curves import CURVES_CAPTION, CURVES_METHOD, RESPONSE, curves

chart = curves

FIGURE = Figure(
    title="One score over each other score, given the rest",
    caption=CURVES_CAPTION,
    method=CURVES_METHOD,
    alternative="Curves of one score over each other score and over size, a panel each.",
    shape="effect_curves",
    switches=(COHORT, RESPONSE),
    default={"response": "HellaSwag"},
    paper_figure="Fig. 6",
)
