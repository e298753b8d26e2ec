"""The interplay of abilities: one score over the others, given the rest (Fig. 6)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure, Page, Switch
from analysis_py.report.style import BLUE, GREY, VERMILLION, ratio_axis, small_multiples

RESPONSE = Switch("response", "Score explained")

#: A colour says how far a score moves, up to halving or doubling; more than that looks the same.
FULL_COLOUR = 1.0
#: The strongest colour of a cell, faint enough for the words in it on light and dark paper.
STRONGEST = 0.6

P_IN_WORDS = "(datum.p_value < 0.001 ? 'p < 0.001' : 'p = ' + format(datum.p_value, '.3f'))"


def changes_map(scores: int = 6) -> alt.LayerChart:
    """Return a table of scores by predictors: the change in words, its size as colour.

    The drawing has room for as many ``scores``.
    """
    base = alt.Chart(ROWS).encode(x=_predictors(), y=_responses(), tooltip=_change_tooltip())
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
    frames = base.transform_filter("datum.p_value >= 0.05").mark_rect(
        filled=False, stroke=GREY, strokeWidth=1.5, strokeDash=[4, 3]
    )
    change = (
        base.transform_calculate(
            words="(datum.change_pct < 0 ? '−' : '+') + format(abs(datum.change_pct),"
            " abs(datum.change_pct) < 9.95 ? '.1f' : ',.0f') + ' %'"
        )
        .mark_text(fontSize=14, fontWeight="bold", dy=-9)
        .encode(text="words:N")
    )
    evidence = (
        base.transform_calculate(words=f"{P_IN_WORDS} + ' · edf ' + format(datum.edf, '.1f')")
        .mark_text(fontSize=11, dy=9)
        .encode(text="words:N")
    )
    return _table(cells, frames, change, evidence, scores=scores)


def concurvity_map() -> alt.LayerChart:
    """Return the same table with how much of each curve the other terms could say."""
    base = alt.Chart(ROWS).encode(
        x=_predictors(),
        y=_responses(),
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
    observed = base.mark_text(fontSize=14, fontWeight="bold", dy=-8).encode(
        text=alt.Text("concurvity:Q", format=".2f")
    )
    worst = (
        base.transform_calculate(words="'at worst ' + format(datum.concurvity_worst, '.2f')")
        .mark_text(fontSize=11, dy=9)
        .encode(text="words:N")
    )
    return _table(cells, observed, worst, scores=6)


def curves(with_ends: bool = True, columns: int = 3) -> alt.FacetChart:
    """Return one panel per predictor with the curve of the chosen score and its band.

    All panels share their y axis, so that steep means strong. ``with_ends`` marks where the middle
    80 % of the predictor begins and ends.
    """
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "predictor_value:Q",
            title="score in percent, or billions of parameters",
            scale=alt.Scale(type="log", nice=False),
            axis=alt.Axis(format="~g", tickCount=5, grid=False),
        )
    )
    band = base.mark_area(color=BLUE, interpolate="natural").encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    line = base.mark_line(color=BLUE, interpolate="natural").encode(
        y=ratio_axis("relative_score"),
        tooltip=[
            alt.Tooltip("panel:N", title="over"),
            alt.Tooltip("predictor_value:Q", title="percent, or billions", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
            alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
        ],
    )
    firsts = alt.Chart(ROWS).transform_filter("isValid(datum.n_obs)")
    ends = [
        firsts.mark_rule(color=GREY, strokeDash=[2, 3]).encode(x=f"{column}:Q")
        for column in ("predictor_p10", "predictor_p90")
        if with_ends
    ]
    facet = alt.Facet(
        "panel:N",
        title=None,
        sort=alt.EncodingSortField(field="panel_order", op="min"),
    )
    layers = alt.layer(band, *ends, line, evidence(firsts))
    return small_multiples(layers, facet, x="independent", y="shared", columns=columns)


def evidence(firsts: alt.Chart) -> alt.Chart:
    """Return a line above each panel with n, edf and p, from the rows that have them."""
    return (
        firsts.transform_calculate(
            words="'n = ' + format(datum.n_obs, ',') + ' · edf ' + format(datum.edf, '.1f')"
            f" + ' · ' + {P_IN_WORDS}"
        )
        .mark_text(fontSize=11, align="left", baseline="bottom")
        .encode(x=alt.value(0), y=alt.value(-5), text="words:N")
    )


def _predictors() -> alt.X:
    return alt.X(
        "predictor:N",
        title="explained by",
        sort=alt.EncodingSortField(field="predictor_order", op="min"),
        axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False, labelOverlap=False),
        scale=alt.Scale(paddingInner=0.04, paddingOuter=0.02),
    )


def _responses() -> alt.Y:
    return alt.Y(
        "response:N",
        title="score explained",
        sort=alt.EncodingSortField(field="response_order", op="min"),
        axis=alt.Axis(domain=False, ticks=False, labelOverlap=False),
        scale=alt.Scale(paddingInner=0.04, paddingOuter=0.02),
    )


def _table(*layers: alt.Chart, scores: int) -> alt.LayerChart:
    count = (
        alt.Chart(ROWS)
        .transform_aggregate(n_obs="max(n_obs)", groupby=["response", "response_order"])
        .transform_calculate(words="'n = ' + format(datum.n_obs, ',')")
        .mark_text(fontSize=11, align="left", dx=8)
        .encode(x=alt.value("width"), y=_responses(), text="words:N")
    )
    return alt.layer(*layers, count).properties(
        width=1000, height=52 * scores, usermeta={"min_width": 1000}
    )


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


CHANGES_CAPTION = (
    "In each cell: by how much the score on the left changes, in percent of itself, when the "
    "predictor above moves over the middle 80 % of its evaluations and everything else stays. "
    "Blue rises, orange falls; full colour is a halving or a doubling. A dashed frame: p ≥ 0.05. "
    "edf 1 is a straight line. The p-values take every fine-tune as an independent row."
)
CURVES_CAPTION = (
    "Partial effects in one GAMM of the chosen score, by REML, with a random intercept of the "
    "architecture: 1 is the average model, both axes are on log scales, and all panels share the "
    "y axis, so steep means strong. Band: pointwise 95 %. Dotted lines: the middle 80 % of the "
    "predictor's evaluations; beyond them there are few."
)

PAGE = Page(
    name="interplay",
    title="Interplay",
    summary="What one ability says about another, given the rest",
    figures=(
        Figure(
            name="interplay_changes",
            title="How far each score moves with each other score and with size",
            caption=CHANGES_CAPTION,
            alternative="A table of scores by predictors, with the change of the score in "
            "percent, its p-value and the effective degrees of freedom in each "
            "cell.",
            chart=changes_map,
            switches=(COHORT, ENGINE),
            default={"cohort_id": "paper_2024_01", "engine": "reml"},
            paper_figure="Fig. 6",
        ),
        Figure(
            name="interplay_curves",
            title="One score over each other score, given the rest",
            caption=CURVES_CAPTION,
            alternative="Curves of one score over each other score and over size, a panel each.",
            chart=curves,
            switches=(COHORT, RESPONSE),
            default={"cohort_id": "paper_2024_01", "response": "HellaSwag"},
            paper_figure="Fig. 6",
        ),
        Figure(
            name="interplay_concurvity",
            title="How much of each curve the other terms could already say",
            caption="Concurvity, the curved cousin of collinearity, from 0 to 1: the share of "
            "the fitted curve that the other curves and the architecture could "
            "reproduce, and the same for any curve, at worst. Above about 0.8 the model"
            " can hardly tell who deserves the credit.",
            alternative="A table of scores by predictors with the concurvity of each curve.",
            chart=concurvity_map,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
        ),
    ),
    facts=("interplay_influence", "interplay_reversals", "interplay_overlap", "interplay_verdicts"),
)
