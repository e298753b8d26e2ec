"""Tables of scores by predictors: how far one moves with the other, given the rest."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS
from analysis_py.report.shapes.axes import CELLS, aslant, columns, rows
from analysis_py.report.shapes.expressions import P_IN_WORDS
from analysis_py.report.shapes.layers import layers

#: A colour says how far a score moves, up to halving or doubling; more than that looks the same.
FULL_COLOUR = 1.0

#: The strongest colour of a cell, faint enough for the words in it on light and dark paper.
STRONGEST = 0.6

#: Where a table is narrower than this, in pixels, its cells have room for one number alone.
NARROW = "width < 560"
_PADDING = alt.Scale(paddingInner=0.04, paddingOuter=0.02)

CHANGES_CAPTION = (
    "Change of the score on the left, in percent, as the predictor above goes through its "
    "middle 80 % and all else stays. Dashed frame: not significant."
)
CHANGES_METHOD = (
    "Blue rises, orange falls; full colour is a halving or a doubling. Significance is "
    "adjusted for the scores that the predictor explains (Holm), with rows treated as "
    "independent. edf 1 is a straight line."
)


def changes_map(scores: int = 6) -> alt.LayerChart:
    """Return a table of scores by predictors: the change in words, its size as colour.

    The drawing has room for as many ``scores``.
    """
    base = labelled().encode(x=predictors(), y=responses(), tooltip=_change_tooltip())
    cells = (
        base.transform_calculate(doublings="abs(log(1 + datum.change_pct / 100) / LN2)")
        .mark_rect(strokeWidth=1.5)
        .encode(
            color=alt.condition("datum.change_pct < 0", alt.value(VERMILLION), alt.value(BLUE)),
            opacity=alt.Opacity(
                "doublings:Q",
                scale=alt.Scale(domain=[0, FULL_COLOUR], range=[0, STRONGEST], clamp=True),
                legend=None,
            ),
        )
    )
    # what p does not tell from no effect has a dashed frame, whatever its colour
    frames = base.transform_filter("!datum.is_significant").mark_rect(
        filled=False, stroke=GREY, strokeWidth=1.5, strokeDash=[4, 3]
    )
    change = (
        base.transform_calculate(
            words="(datum.change_pct < 0 ? '−' : '+') + format(abs(datum.change_pct),"
            f" abs(datum.change_pct) < ({NARROW} ? 0.95 : 9.95) ? '.1f' : ',.0f')"
            f" + ({NARROW} ? '' : ' %')"
        )
        .mark_text(fontWeight="bold", dy=above(-9), fontSize=alt.ExprRef(f"{NARROW} ? 10.5 : 14"))
        .encode(text="words:N")
    )
    evidence = (
        base.transform_calculate(words=f"{P_IN_WORDS} + ' · edf ' + format(datum.edf, '.1f')")
        .mark_text(fontSize=11, dy=9, opacity=below())
        .encode(text="words:N")
    )
    return table(cells, frames, change, evidence, scores=scores)


def labelled() -> alt.Chart:
    """Return the rows with the ``label`` of what is explained: its name, and n below."""
    return alt.Chart(ROWS).transform_calculate(
        label="datum.response + '|n = ' + format(datum.n_obs, ',')"
    )


def above(pixels: int) -> alt.ExprRef:
    """Return how far a number stands from the middle of its cell, where it shares the cell."""
    return alt.ExprRef(f"{NARROW} ? 0 : {pixels}")


def below() -> alt.ExprRef:
    """Return the opacity of what stands below a number, where there is room."""
    return alt.ExprRef(f"{NARROW} ? 0 : 1")


def table(*cells: alt.Chart, scores: int) -> alt.LayerChart:
    """Return cells, in layers, as a table with room for ``scores`` rows."""
    return layers(*cells).properties(width=1000, height=52 * scores)


def predictors() -> alt.X:
    """Return the columns of the table: what explains."""
    names = columns("predictor", "predictor_order", **aslant(NARROW, -60), titlePadding=10)
    return names.title("explained by").scale(_PADDING)


def responses() -> alt.Y:
    """Return the rows of the table: what is explained."""
    lines = "split(datum.label, '|')"
    names = rows("label", "response_order", **CELLS, labelExpr=lines, labelOffset=-6)
    return names.title("score explained").scale(_PADDING)


def _change_tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("response:N", title="score explained"),
        alt.Tooltip("predictor:N", title="by"),
        alt.Tooltip("predictor_p10:Q", title="10th percentile (%, or B)", format=".3~g"),
        alt.Tooltip("predictor_p90:Q", title="90th percentile", format=".3~g"),
        alt.Tooltip("change_pct:Q", title="change between them, %", format="+,.1f"),
        alt.Tooltip("swing_pct:Q", title="highest over lowest, %", format="+,.1f"),
        alt.Tooltip("direction:N", title="by the whole-curve band"),
        alt.Tooltip("p_value:Q", title="p", format=".2~g"),
        alt.Tooltip("edf:Q", title="edf", format=".2f"),
        alt.Tooltip("n_obs:Q", title="n", format=","),
    ]
