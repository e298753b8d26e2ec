"""Concurvity of the interplay models' terms."""

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.shapes.effect_tables import (
    NARROW,
    STRONGEST,
    above,
    below,
    labelled,
    predictors,
    responses,
    table,
)


def chart() -> alt.LayerChart:
    """Return scores by predictors with how much of each curve the other terms could say."""
    base = labelled().encode(
        x=predictors(),
        y=responses(),
        tooltip=[
            alt.Tooltip("response:N", title="score explained"),
            alt.Tooltip("predictor:N", title="by"),
            alt.Tooltip("concurvity:Q", title="for the fitted curve", format=".3f"),
            alt.Tooltip("concurvity_worst:Q", title="for any curve, at worst", format=".3f"),
            alt.Tooltip("n_obs:Q", title="n", format=","),
        ],
    )
    cells = base.mark_rect(color=BLUE).encode(
        opacity=alt.Opacity(
            "concurvity:Q", scale=alt.Scale(domain=[0, 1], range=[0, STRONGEST]), legend=None
        )
    )
    observed = base.mark_text(
        fontSize=alt.ExprRef(f"{NARROW} ? 11 : 14"), fontWeight="bold", dy=above(-8)
    ).encode(text=alt.Text("concurvity:Q", format=".2f"))
    worst = (
        base.transform_calculate(words="'at worst ' + format(datum.concurvity_worst, '.2f')")
        .mark_text(fontSize=11, dy=9, opacity=below())
        .encode(text="words:N")
    )
    return table(cells, observed, worst, scores=6)


FIGURE = Figure(
    title="How much of each curve the other terms could already say",
    caption=(
        "Overlap between predictors, from 0 to 1: the share of a curve that the other curves and "
        "the architecture could reproduce. Above about 0.8 effects cannot be separated."
    ),
    method="Concurvity of the fitted curve, and of any curve at worst.",
    alternative="A table of scores by predictors with the concurvity of each curve.",
    switches=(COHORT,),
    is_folded=True,
)
