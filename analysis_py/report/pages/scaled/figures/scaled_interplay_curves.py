"""Partial effects between scaled scores, given the rest (Fig. 9)."""

from functools import partial

from analysis_py.report.figure import Figure
from analysis_py.report.shapes.effect_curves import RESPONSE, curves

chart = partial(curves, with_ends=False)

FIGURE = Figure(
    title="One scaled score over each other scaled score, given the rest",
    caption=(
        "As in Fig. 6, on scores multiplied by the factor of their architecture family, so a "
        "score may exceed 100 %. Band: pointwise 95 %."
    ),
    method="The paper's rows, by REML. All panels share the y axis.",
    alternative="Curves of one scaled score over each other scaled score and over size.",
    switches=(RESPONSE,),
    default={"response": "HellaSwag"},
    paper_figure="Fig. 9",
)
