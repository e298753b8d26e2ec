"""Partial effects between zero-shot scores, given the rest (Fig. 13)."""

from functools import partial

from analysis_py.report.figure import Figure
from analysis_py.report.shapes.effect_curves import CURVES_CAPTION, CURVES_METHOD, RESPONSE, curves

chart = partial(curves, columns=2)

FIGURE = Figure(
    title="One zero-shot score over each other one, given the rest",
    caption=CURVES_CAPTION,
    method=CURVES_METHOD,
    alternative="Curves of one zero-shot score over each other one and over size, a panel each.",
    shape="effect_curves",
    switches=(RESPONSE,),
    default={"response": "LAMBADA"},
    paper_figure="Fig. 13",
    is_folded=True,
)
