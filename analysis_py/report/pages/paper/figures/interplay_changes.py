"""Predicted change of each score over the range of each predictor (Fig. 6)."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import CELLS, columns, rows, slanted_labels
from analysis_py.report.shapes.layers import layers

#: Width of the table, in pixels, below which cells show only numbers.
NARROW = "width < 560"
_PADDING = alt.Scale(paddingInner=0.04, paddingOuter=0.02)


def chart() -> alt.LayerChart:
    """Return a table of scores by predictors: the change in words, its size as colour."""
    base = alt.Chart(ROWS).encode(
        x=columns("predictor", "predictor_order", **slanted_labels(NARROW, -60), titlePadding=10)
        .title("explained by")
        .scale(_PADDING),
        y=rows("response", "response_order", **CELLS).title("score explained").scale(_PADDING),
        tooltip=[
            alt.Tooltip("response:N", title="score explained"),
            alt.Tooltip("predictor:N", title="by"),
            alt.Tooltip("change_pct:Q", title="change between them, %", format="+,.1f"),
            alt.Tooltip("p_value:Q", title="p", format=".2~g"),
            alt.Tooltip("n_obs:Q", title="n", format=","),
        ],
    )
    cells = (
        base.transform_calculate(doublings="abs(log(1 + datum.change_pct / 100) / LN2)")
        .mark_rect()
        .encode(
            color=alt.condition("datum.change_pct < 0", alt.value(VERMILLION), alt.value(BLUE)),
            opacity=alt.Opacity(
                "doublings:Q",
                scale=alt.Scale(domain=[0, 1], range=[0, 0.6], clamp=True),
                legend=None,
            ),
        )
    )
    frames = base.transform_filter("!datum.is_significant").mark_rect(
        filled=False, stroke=GREY, strokeWidth=1.5, strokeDash=[4, 3]
    )
    change = (
        base.transform_calculate(
            words="(datum.change_pct < 0 ? '−' : '+') + format(abs(datum.change_pct),"
            " abs(datum.change_pct) < 0.95 ? '.1f' : ',.0f')"
            f" + ({NARROW} ? '' : ' %')"
        )
        .mark_text(fontWeight="bold", fontSize=alt.ExprRef(f"{NARROW} ? 13 : 15"))
        .encode(text="words:N")
    )
    return layers(cells, frames, change).properties(width=1000, height=240)


FIGURE = Figure(
    title="Difference of each score with each other score and with size, %",
    caption=(
        "Change of the score on the left, in percent, as the predictor above goes through its "
        "middle 80 % and all else stays. Dashed frame: not significant."
    ),
    method=(
        "One GAMM of each score, by REML, with a random intercept of the architecture. Blue rises, "
        "orange falls; full colour is a halving or a doubling. Significance is adjusted for the "
        "scores that the predictor explains (Holm), with rows treated as independent."
    ),
    alternative="A table of scores by predictors, with the change of the score in percent in "
    "each cell.",
    switches=(COHORT,),
    paper_figure="Fig. 6",
)
