"""The front page: one picture per question."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import ROWS, Figure, Page
from analysis_py.report.style import (
    BLUE,
    GREEN,
    GREY,
    PINK,
    TWO_LINES,
    VERMILLION,
    panels,
    ratio_axis,
    size_axis,
    small_multiples,
)

POPULATIONS = ("all evaluations", "the rows the paper analysed")
VERDICTS = ("gradual", "emergent", "undecided", "not monotone", "too few models")


def findings_size() -> alt.FacetChart:
    """Return the curves of size on all rows of January 2024 and on those the paper analysed."""
    population = {
        "title": None,
        "scale": alt.Scale(domain=POPULATIONS, range=[BLUE, VERMILLION]),
        "sort": POPULATIONS,
    }
    base = alt.Chart(ROWS).encode(x=size_axis(), color=alt.Color("population:N", **population))
    band = base.mark_area().encode(y=ratio_axis("relative_score_low"), y2="relative_score_high:Q")
    line = base.mark_line().encode(
        y=ratio_axis("relative_score"),
        strokeDash=alt.StrokeDash(
            "population:N",
            title=None,
            sort=POPULATIONS,
            scale=alt.Scale(domain=POPULATIONS, range=[[1, 0], [6, 3]]),
        ),
        tooltip=[
            alt.Tooltip("population:N"),
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
        ],
    )
    return small_multiples(alt.layer(band, line), panels())


def findings_tuning() -> alt.LayerChart:
    """Return the difference that tuning makes, as counted and at equal size and architecture."""
    order = alt.EncodingSortField(field="benchmark_order", op="min")
    kinds = ("at equal size and architecture", "as counted")
    base = alt.Chart(ROWS).encode(
        y=alt.Y("benchmark:N", title=None, sort=order, axis=alt.Axis(labelExpr=TWO_LINES))
    )
    axis = alt.X("estimate:Q", title="instruction-tuned less pretrained")
    legend = {
        "title": None,
        "scale": alt.Scale(domain=kinds, range=[BLUE, VERMILLION]),
    }
    shape = alt.Shape(
        "kind:N", title=None, scale=alt.Scale(domain=kinds, range=["circle", "diamond"])
    )
    gap = base.mark_rule(color=GREY, strokeDash=[2, 3]).encode(x=axis, x2="estimate_raw:Q")
    interval = base.mark_rule(strokeWidth=3, color=BLUE).encode(x="ci_low:Q", x2="ci_high:Q")
    tooltip = [
        alt.Tooltip("estimate_raw:Q", title="as counted", format="+.1f"),
        alt.Tooltip("estimate:Q", title="at equal size and architecture", format="+.1f"),
        alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.1f"),
        alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.1f"),
    ]
    adjusted = (
        base.transform_calculate(kind=f"'{kinds[0]}'")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(x=axis, color=alt.Color("kind:N", **legend), shape=shape, tooltip=tooltip)
    )
    raw = (
        base.transform_calculate(kind=f"'{kinds[1]}'")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x="estimate_raw:Q", color=alt.Color("kind:N", **legend), shape=shape, tooltip=tooltip
        )
    )
    zero = alt.Chart(ROWS).mark_rule(color=GREY).encode(x=alt.datum(0))
    return alt.layer(zero, gap, interval, raw, adjusted).properties(width=560, height=210)


def findings_emergence() -> alt.Chart:
    """Return the verdict on each ability in each population."""
    return (
        alt.Chart(ROWS)
        .mark_point(filled=True, size=160, opacity=1)
        .encode(
            x=alt.X(
                "benchmark_name:N",
                title=None,
                sort=alt.EncodingSortField(field="benchmark_order", op="min"),
                axis=alt.Axis(orient="top", labelAngle=-45, labelOverlap=False),
            ),
            y=alt.Y(
                "cohort_name:N",
                title=None,
                sort=alt.EncodingSortField(field="cohort_order", op="min"),
            ),
            color=alt.Color(
                "verdict:N",
                title=None,
                scale=alt.Scale(domain=VERDICTS, range=[BLUE, VERMILLION, PINK, GREEN, GREY]),
            ),
            shape=alt.Shape(
                "verdict:N",
                title=None,
                scale=alt.Scale(
                    domain=VERDICTS,
                    range=["circle", "triangle-up", "square", "diamond", "cross"],
                ),
            ),
            tooltip=[
                alt.Tooltip("cohort_name:N", title="population"),
                alt.Tooltip("benchmark_name:N", title="benchmark"),
                alt.Tooltip("verdict:N"),
                alt.Tooltip("n_obs:Q", title="base families"),
            ],
        )
        .properties(width=560, height=210, usermeta={"min_width": 480})
    )


PAGE = Page(
    name="index",
    title="Findings",
    summary="What leaderboard scores say about size, training and emergence, and which "
    "conclusions of a paper fail.",
    figures=(
        Figure(
            name="findings_size",
            title="The levelling-off beyond 7 B belongs to the rows that were analysed",
            caption="Score relative to the average of the same rows, by size, from a GAMM with a "
            "random intercept of the architecture; bands are pointwise, 95 %. Blue, solid: every "
            "evaluation of January 2024. Orange, dashed: those up to the ceiling on the average "
            "score that the paper's printed analysis stopped at. n is that of both, in this order.",
            alternative="Six panels, one per benchmark: relative score over model size from 0.1 "
            "to 180 billion parameters, once for all evaluations of January 2024 and once for the "
            "rows the paper analysed, which dip beyond 10 billion where all evaluations go on "
            "rising.",
            chart=findings_size,
            paper_figure="Fig. 3",
        ),
        Figure(
            name="findings_tuning",
            title="Most of what tuning seems to add is size and architecture",
            caption="Difference in mean score on the evaluations of January 2024. Orange diamond: "
            "as counted, which is what the paper tested. Blue circle: at a common mix of sizes "
            "and architectures (analysis of covariance), with a 95 % interval that allows for "
            "fine-tunes sharing a base.",
            alternative="For each of six benchmarks, the difference between instruction-tuned and "
            "pretrained models as counted and, much smaller, at equal size and architecture with "
            "its interval.",
            chart=findings_tuning,
        ),
        Figure(
            name="findings_emergence",
            title="Abilities grow gradually",
            caption="Verdict on the score in percent, with every base model counted once: "
            "emergent means sharp, unpredictable from smaller models, and not falling; gradual "
            "means none of the first two. Point at a mark for n, the number of base models.",
            alternative="A grid of populations by benchmarks: nearly every ability is judged "
            "gradual; the exceptions are TruthfulQA's.",
            chart=findings_emergence,
        ),
    ),
    facts=(
        "size",
        "tuning",
        "emergence",
        "conclusions",
        "claims",
        "warehouse",
    ),
)
