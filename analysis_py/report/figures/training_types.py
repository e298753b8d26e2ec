"""Scores by training type: raw and adjusted differences, means, equivalence, and Fig. 7."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure, Page, Switch
from analysis_py.report.style import (
    BLUE,
    GREEN,
    GREY,
    PINK,
    TRAINING_TYPE_COLOURS,
    TRAINING_TYPE_DASHES,
    TRAINING_TYPES,
    VERMILLION,
    lined_axis,
    panels,
    ratio_axis,
    size_axis,
    small_multiples,
    zero_line,
)

PAIR = Switch("comparison", "Pair")

#: How a difference is computed, from the paper's way to the soundest.
WAYS = alt.Scale(
    domain=["raw", "raw, clustered by base", "adjusted", "adjusted, own slopes"],
    range=[GREY, PINK, BLUE, GREEN],
)
WAY_SHAPES = alt.Scale(domain=WAYS.domain, range=["circle", "square", "diamond", "triangle-up"])

DECISIONS = alt.Scale(
    domain=["equivalent", "undecided", "different"], range=[BLUE, GREY, VERMILLION]
)
DECISION_SHAPES = alt.Scale(domain=DECISIONS.domain, range=["diamond", "circle", "square"])


def type_differences() -> alt.LayerChart:
    """Return the difference of two types on each benchmark, computed in four ways."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="benchmark_order").scale(paddingInner=0.3),
        yOffset=alt.YOffset("method_name:N", sort=WAYS.domain),
        color=alt.Color("method_name:N", title=None, scale=WAYS),
        tooltip=[
            alt.Tooltip("method_name:N", title="way"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
            alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.1f"),
            alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.1f"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    bars = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("ci_low:Q", title="difference, points"), x2="ci_high:Q"
    )
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        x="estimate:Q", shape=alt.Shape("method_name:N", title=None, scale=WAY_SHAPES)
    )
    return alt.layer(zero_line(), bars, dots).properties(
        width=640, height=420, usermeta={"legend_entry": 200}
    )


def type_means() -> alt.FacetChart:
    """Return the raw and the adjusted mean of each type on each benchmark."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="type_order"),
        color=alt.Color(
            "training_type:N",
            scale=alt.Scale(domain=list(TRAINING_TYPES), range=list(TRAINING_TYPE_COLOURS)),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("training_type:N", title="training type"),
            alt.Tooltip("mean_unadjusted:Q", title="raw mean, %", format=".1f"),
            alt.Tooltip("mean_adjusted:Q", title="adjusted mean, %", format=".1f"),
            alt.Tooltip("mean_adjusted_low:Q", title="95 % interval, low", format=".1f"),
            alt.Tooltip("mean_adjusted_high:Q", title="95 % interval, high", format=".1f"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    x = alt.X("mean_adjusted_low:Q", title="mean score, %", scale=alt.Scale(zero=False))
    bars = base.mark_rule(strokeWidth=2).encode(x=x, x2="mean_adjusted_high:Q")
    adjusted = base.mark_point(filled=True, shape="diamond", size=70, opacity=1).encode(
        x="mean_adjusted:Q"
    )
    raw = base.mark_point(shape="circle", size=60, opacity=1).encode(x="mean_unadjusted:Q")
    return small_multiples(alt.layer(bars, adjusted, raw), panels(), x="independent").properties(
        usermeta={"margin": 124}
    )


def size_by_type() -> alt.FacetChart:
    """Return the partial effect of size within each training type, with its band."""
    pick = alt.selection_point(fields=["training_type"], bind="legend")
    kinds = list(TRAINING_TYPES[:-1])
    colour = alt.Color(
        "training_type:N",
        title=None,
        scale=alt.Scale(domain=kinds, range=list(TRAINING_TYPE_COLOURS[:-1])),
        legend=alt.Legend(symbolType="stroke", symbolOpacity=1, symbolSize=300),
    )
    base = alt.Chart(ROWS).encode(x=size_axis(), color=colour)
    band = (
        base.mark_area(interpolate="monotone")
        .encode(
            y=ratio_axis("relative_score_low"),
            y2="relative_score_high:Q",
            opacity=alt.condition(pick, alt.value(0.13), alt.value(0)),
        )
        .add_params(pick)
    )
    line = base.mark_line(interpolate="monotone").encode(
        y=ratio_axis("relative_score"),
        opacity=alt.condition(pick, alt.value(1), alt.value(0.12)),
        strokeDash=alt.StrokeDash(
            "training_type:N",
            title=None,
            scale=alt.Scale(domain=kinds, range=list(TRAINING_TYPE_DASHES)),
        ),
        tooltip=[
            alt.Tooltip("training_type:N", title="training type"),
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
            alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
        ],
    )
    facet = panels().header(labelExpr="split(datum.label, '|')")
    return small_multiples(alt.layer(band, line), facet)


def type_equivalence() -> alt.LayerChart:
    """Return the difference of two types against the margin, with the decision in words."""
    base = alt.Chart(ROWS)
    margin = base.mark_rect(color=GREY, opacity=0.12).encode(
        x=alt.X("min(margin_low):Q", scale=alt.Scale(padding=24)), x2="max(margin_high):Q"
    )
    each = base.encode(
        y=lined_axis("label", order="benchmark_order"),
        color=alt.Color("decision:N", title=None, scale=DECISIONS, legend=None),
        tooltip=[
            alt.Tooltip("decision:N"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.2f"),
            alt.Tooltip("ci_low:Q", title="90 % interval, low", format="+.2f"),
            alt.Tooltip("ci_high:Q", title="90 % interval, high", format="+.2f"),
            alt.Tooltip("smallest_margin_pct:Q", title="equivalent within, points", format=".2f"),
        ],
    )
    bars = each.mark_rule(strokeWidth=2).encode(
        x=alt.X("ci_low:Q", title="difference, points"), x2="ci_high:Q"
    )
    dots = each.mark_point(filled=True, size=70, opacity=1).encode(
        x="estimate:Q", shape=alt.Shape("decision:N", scale=DECISION_SHAPES, legend=None)
    )
    words = each.mark_text(align="center", dy=-10, fontSize=11).encode(
        x="estimate:Q", text="decision:N"
    )
    return alt.layer(margin, zero_line(), bars, dots, words).properties(width=640, height=280)


PAGE = Page(
    name="training_types",
    title="Training type",
    summary="Pretrained, fine-tuned, instruction-tuned and RL-tuned models compared",
    figures=(
        Figure(
            name="type_differences",
            title="How far two training types are apart, raw and like for like",
            caption=(
                "First type minus second, in points, with 95 % intervals; the dotted line is no "
                "difference. <em>Raw</em> is the paper’s test (Tukey–Kramer, its interval holds "
                "for all pairs at once). <em>Clustered by base</em> lets fine-tunes of one base "
                "model count as relatives. <em>Adjusted</em> compares the types at the cohort’s "
                "own mix of sizes and architectures, clustered too; <em>own slopes</em> also lets "
                "each type grow at its own pace with size. Under each benchmark is n of the "
                "first and of the second type, and how many of them are of known size, which the "
                "adjusted differences need. Hover for warnings about sizes that the two types do "
                "not share."
            ),
            alternative=(
                "Differences between two training types on each benchmark, in four rows: raw, "
                "clustered, adjusted, adjusted with own slopes, each with its interval."
            ),
            chart=type_differences,
            switches=(COHORT, PAIR),
            default={"cohort_id": "january_2024", "comparison": "fine-tuned − pretrained"},
        ),
        Figure(
            name="type_means",
            title="Mean score of each training type, as it is and at a common mix",
            caption=(
                "Hollow circle: the raw mean. Diamond with its 95 % interval: the mean that the "
                "type would have if all of the cohort’s evaluations, with their sizes and "
                "architectures, were of that type. The way from circle to diamond is what size "
                "and architecture account for. n counts evaluations of known size."
            ),
            alternative=(
                "One panel per benchmark, one row per training type: its raw mean as a circle and "
                "its adjusted mean as a diamond with an interval."
            ),
            chart=type_means,
            switches=(COHORT,),
            default={"cohort_id": "january_2024"},
        ),
        Figure(
            name="type_equivalence",
            title="Is “no significant difference” the same as “no difference”?",
            caption=(
                "Two one-sided tests (Welch, rows taken as independent): first type minus second, "
                "with its 90 % interval. Where a two-sided test at 0.05 finds a difference the "
                "types are <em>different</em>, be it small; else, where the interval lies inside "
                "the shaded margin, they are <em>equivalent</em>; all else is <em>undecided</em>. "
                "n is that of the first and the second type."
            ),
            alternative=(
                "Differences between two training types on each benchmark with 90 percent "
                "intervals, against a shaded margin, each with its decision in words."
            ),
            chart=type_equivalence,
            switches=(COHORT, PAIR),
            default={"cohort_id": "january_2024", "comparison": "fine-tuned − instruction-tuned"},
        ),
        Figure(
            name="size_by_type",
            title="How scores change with size within each training type",
            caption=(
                "Score relative to the average model of the same type, over billions of "
                "parameters, with 95 % bands; both axes are logarithmic. So only the shapes can "
                "be compared, not the heights. A curve is drawn over the sizes that its type has. "
                "Under each benchmark is n of the types in the order of the legend; click an "
                "entry of the legend to see one curve alone."
            ),
            alternative=(
                "Curves of relative score over model size, one panel per benchmark, one coloured "
                "and dashed line with a light band per training type."
            ),
            chart=size_by_type,
            switches=(COHORT, ENGINE),
            default={"cohort_id": "january_2024", "engine": "reml"},
            paper_figure="Fig. 7",
        ),
    ),
    facts=(
        "type_pairs",
        "type_equivalence",
        "rl_tuned",
        "type_curves",
        "type_claims",
    ),
)
