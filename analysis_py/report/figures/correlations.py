"""Which scores go together (Fig. 5 of the paper), and why TruthfulQA seems to stand apart."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure, Page, Switch
from analysis_py.report.style import (
    BLUE,
    CELL_OPACITY,
    GREY,
    TWO_LINES,
    VERMILLION,
    panels,
    small_multiples,
    zero_line,
)

METHOD = Switch("method_name", "Correlation of")
METHODS = ("scores", "ranks")

FATES = ("analysed in the paper", "not analysed in the paper")


def correlation_matrix() -> alt.LayerChart:
    """Return the table of correlations: colour for the sign, its strength for the size."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "other_benchmark_name:N",
            title=None,
            sort=alt.EncodingSortField(field="other_benchmark_order", op="min"),
            axis=alt.Axis(
                orient="top", labelAngle=0, domain=False, ticks=False, labelOverlap=False
            ),
            scale=alt.Scale(paddingInner=0.04),
        ),
        y=alt.Y(
            "benchmark_name:N",
            title=None,
            sort=alt.EncodingSortField(field="benchmark_order", op="min"),
            axis=alt.Axis(domain=False, ticks=False),
            scale=alt.Scale(paddingInner=0.04),
        ),
    )
    cells = (
        base.transform_calculate(strength="abs(datum.estimate)")
        .mark_rect(cornerRadius=3)
        .encode(
            color=alt.condition("datum.estimate < 0", alt.value(VERMILLION), alt.value(BLUE)),
            opacity=alt.Opacity(
                "strength:Q",
                scale=alt.Scale(domain=[0, 1], range=[0.02, CELL_OPACITY]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("benchmark_name:N", title="score"),
                alt.Tooltip("other_benchmark_name:N", title="with"),
                alt.Tooltip("estimate:Q", title="correlation", format="+.3f"),
                alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.3f"),
                alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.3f"),
                alt.Tooltip("n_obs:Q", title="n", format=","),
            ],
        )
    )
    numbers = base.mark_text(dy=-7, fontSize=15, fontWeight="bold").encode(
        text=alt.Text("estimate:Q", format=".2f")
    )
    counts = (
        base.transform_calculate(words="'n = ' + format(datum.n_obs, ',')")
        .mark_text(dy=11, fontSize=11)
        .encode(text="words:N")
    )
    return alt.layer(cells, numbers, counts).properties(
        width=620, height=318, usermeta={"min_width": 540}
    )


def correlation_intervals() -> alt.LayerChart:
    """Return every pair with its correlation by both methods and their intervals."""
    base = alt.Chart(ROWS).encode(
        y=alt.Y(
            "pair:N",
            title=None,
            sort=alt.EncodingSortField(field="pearson", op="max", order="descending"),
            axis=alt.Axis(labelExpr=TWO_LINES, labelOffset=-13, grid=True, ticks=False),
        ),
        yOffset=alt.YOffset("method_name:N", sort=METHODS, scale=alt.Scale(paddingOuter=1)),
        color=alt.Color(
            "method_name:N", title=None, scale=alt.Scale(domain=METHODS, range=[BLUE, VERMILLION])
        ),
    )
    x = alt.X(
        "ci_low:Q", title="correlation", scale=alt.Scale(domainMax=1), axis=alt.Axis(format="~g")
    )
    intervals = base.mark_rule(strokeWidth=3).encode(x=x, x2="ci_high:Q")
    dots = base.mark_point(filled=True, size=55, opacity=1).encode(
        x="estimate:Q",
        shape=alt.Shape(
            "method_name:N",
            title=None,
            scale=alt.Scale(domain=METHODS, range=["circle", "diamond"]),
        ),
        tooltip=[
            alt.Tooltip("pair:N"),
            alt.Tooltip("method_name:N", title="of"),
            alt.Tooltip("estimate:Q", title="correlation", format="+.3f"),
            alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.3f"),
            alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.3f"),
        ],
    )
    return alt.layer(zero_line(), intervals, dots).properties(width=620, height=660)


def correlation_means() -> alt.FacetChart:
    """Return the mean correlation of each score with the others, a panel per population."""
    kinds = ("TruthfulQA", "other benchmarks")
    base = (
        alt.Chart(ROWS)
        .transform_calculate(
            kind=f"datum.benchmark_name == '{kinds[0]}' ? '{kinds[0]}' : '{kinds[1]}'"
        )
        .encode(
            y=alt.Y(
                "benchmark_name:N",
                title=None,
                sort=alt.EncodingSortField(field="benchmark_order", op="min"),
                axis=alt.Axis(ticks=False, labelOverlap=False),
            ),
            color=alt.Color(
                "kind:N", title=None, scale=alt.Scale(domain=kinds, range=[VERMILLION, BLUE])
            ),
        )
    )
    ranges = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        x=alt.X("weakest:Q", title="correlation with the other scores"), x2="strongest:Q"
    )
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        x="mean_correlation:Q",
        shape=alt.Shape(
            "kind:N", title=None, scale=alt.Scale(domain=kinds, range=["diamond", "circle"])
        ),
        tooltip=[
            alt.Tooltip("panel:N", title="population"),
            alt.Tooltip("benchmark_name:N", title="score"),
            alt.Tooltip("mean_correlation:Q", title="mean with the others", format="+.2f"),
            alt.Tooltip("weakest:Q", format="+.2f"),
            alt.Tooltip("weakest_with:N", title="with"),
            alt.Tooltip("strongest:Q", format="+.2f"),
            alt.Tooltip("strongest_with:N", title="with"),
        ],
    )
    return small_multiples(
        alt.layer(zero_line(), ranges, dots), panels(order="cohort_order"), height=130
    ).properties(usermeta={"margin": 94})


def truthfulqa_bend() -> alt.LayerChart:
    """Return TruthfulQA over the other scores: counts as circles, the mean as a line."""
    x = alt.X(
        "others_mid:Q",
        title="mean of the five other scores, %",
        scale=alt.Scale(zero=False, nice=False, padding=14),
    )
    fate = {"title": None, "scale": alt.Scale(domain=FATES, range=[VERMILLION, BLUE])}
    cells = (
        alt.Chart(ROWS)
        .mark_point(filled=True, opacity=0.45)
        .encode(
            x=x,
            y=alt.Y("truthfulqa_mid:Q", title="TruthfulQA, %", scale=alt.Scale(zero=False)),
            size=alt.Size(
                "n_obs:Q",
                title="n per cell",
                scale=alt.Scale(range=[12, 420]),
                legend=alt.Legend(values=[1, 10, 50], symbolFillColor=GREY, symbolStrokeColor=GREY),
            ),
            color=alt.Color("fate:N", **fate),
            shape=alt.Shape(
                "fate:N", title=None, scale=alt.Scale(domain=FATES, range=["diamond", "circle"])
            ),
            tooltip=[
                alt.Tooltip("fate:N", title="evaluations"),
                alt.Tooltip("others_mid:Q", title="mean of the others, about", format=".1f"),
                alt.Tooltip("truthfulqa_mid:Q", title="TruthfulQA, about", format=".1f"),
                alt.Tooltip("n_obs:Q", title="n"),
            ],
        )
    )
    means = alt.Chart(ROWS).transform_filter("isValid(datum.mean_pct)").encode(x=x)
    line = means.mark_line(color=GREY, strokeWidth=3).encode(y="mean_pct:Q")
    intervals = means.mark_rule(color=GREY, strokeWidth=2).encode(y="mean_low:Q", y2="mean_high:Q")
    dots = means.mark_point(filled=True, color=GREY, size=40, opacity=1).encode(
        y="mean_pct:Q",
        tooltip=[
            alt.Tooltip("others_mid:Q", title="mean of the others, about", format=".1f"),
            alt.Tooltip("mean_pct:Q", title="mean TruthfulQA", format=".1f"),
            alt.Tooltip("mean_low:Q", title="95 % interval, low", format=".1f"),
            alt.Tooltip("mean_high:Q", title="95 % interval, high", format=".1f"),
            alt.Tooltip("n_mean:Q", title="n", format=","),
        ],
    )
    return alt.layer(cells, intervals, line, dots).properties(width=620, height=380)


PAGE = Page(
    name="correlations",
    title="Correlations",
    summary="Which scores go together, and why TruthfulQA seems to stand apart",
    figures=(
        Figure(
            name="correlation_matrix",
            title="How far each two scores go together",
            caption="Each cell: the correlation of the score on the left with the one above, and "
            "n, the number of evaluations that have both. Of scores it is Pearson's, of ranks "
            "Spearman's. Blue: the two rise together; orange: one falls as the other rises; the "
            "stronger the colour, the stronger the correlation. Point at a cell for its 95 % "
            "interval.",
            alternative="A square table of benchmarks by benchmarks with the correlation of each "
            "pair and the number of evaluations behind it.",
            chart=correlation_matrix,
            switches=(COHORT, METHOD),
            default={"cohort_id": "paper_2024_01", "method_name": "scores"},
            paper_figure="Fig. 5",
        ),
        Figure(
            name="correlation_intervals",
            title="The pairs in order, with intervals",
            caption="Circle: correlation of the scores (Pearson). Diamond: of their ranks "
            "(Spearman), which does not mind a bend as long as it never turns. Lines: 95 % "
            "intervals, which take every fine-tune as an independent model and so are too narrow; "
            "on large populations they hide behind their marks.",
            alternative="For each pair of benchmarks, sorted from the strongest, the correlation "
            "of scores and of ranks with 95 % intervals.",
            chart=correlation_intervals,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
        ),
        Figure(
            name="correlation_means",
            title="How far each score goes with the rest, in each population",
            caption="Mark: mean correlation of a score with all others of its population. Line: "
            "from its weakest to its strongest pair. Dotted: no correlation. TruthfulQA, of "
            "which the paper says that it stands apart, is the orange diamond.",
            alternative="One panel per population, one row per benchmark: the mean correlation "
            "with the other benchmarks, and the range from the weakest to the strongest.",
            chart=correlation_means,
            switches=(METHOD,),
            default={"method_name": "scores"},
        ),
        Figure(
            name="truthfulqa_bend",
            title="TruthfulQA over the five other scores, all of January 2024",
            caption="Evaluations of January 2024, counted in cells of 2.5 by 2.5 points: the "
            "larger a mark, the more. Orange diamonds: the rows that the paper's printed analysis "
            "has; blue circles: those that it lacks. Grey: mean of TruthfulQA in each column of "
            "10 evaluations or more, with a 95 % interval.",
            alternative="TruthfulQA against the mean of the other five scores, as counts in small "
            "cells with the paper's rows marked, and the mean of TruthfulQA as a line.",
            chart=truthfulqa_bend,
        ),
    ),
    facts=("correlation_apart", "correlation_bend", "correlation_verdicts"),
)
