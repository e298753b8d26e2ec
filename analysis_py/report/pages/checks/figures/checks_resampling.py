"""Two ways to allow for base families: how wide their intervals are, and what they decide."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.populations import ON_THE_PAPERS_ROWS
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.style import AMBER, BLUE, GREY, VERMILLION, VIOLET

DECISIONS = ("both", "robust only", "resampled only", "neither")


def chart() -> alt.FacetChart:
    """Return one mark per pair and benchmark, in rows of what the two intervals decide."""
    decision = alt.Y(
        "decision_words:N",
        title="leaves out zero (pairs)",
        sort=alt.EncodingSortField("decision_order", op="min"),
        axis=alt.Axis(labelOverlap=False, labelLimit=0, ticks=False, domain=False),
    )
    base = alt.Chart(ROWS).encode(y=decision)
    marks = base.mark_tick(thickness=1.5, size=22, opacity=0.55).encode(
        x=alt.X(
            "width_ratio:Q",
            title="width: resampled over robust",
            scale=alt.Scale(type="log", nice=False, padding=6),
            axis=alt.Axis(format="~g", values=[0.1, 0.2, 0.5, 1, 2, 5], grid=False),
        ),
        color=alt.Color(
            "decision:N",
            scale=alt.Scale(domain=DECISIONS, range=[BLUE, VERMILLION, AMBER, GREY]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("pair:N"),
            alt.Tooltip("benchmark_name:N", title="benchmark"),
            alt.Tooltip("width_ratio:Q", title="width, ratio", format=".2f"),
            alt.Tooltip("decision:N", title="leaves out zero"),
            alt.Tooltip("n_base_families:Q", title="base families, smaller group"),
        ],
    )
    medians = (
        base.transform_aggregate(
            median_ratio="max(median_ratio)", groupby=["decision_words", "decision_order"]
        )
        .mark_point(shape="diamond", filled=True, size=80, color=VIOLET, opacity=1)
        .encode(x="median_ratio:Q")
    )
    one = alt.Chart(ROWS).transform_aggregate(n="count()")
    equal = one.mark_rule(strokeDash=[2, 3], color=GREY).encode(x=alt.datum(1))
    return small_multiples(
        layers(equal, marks, medians), panels(order="label_order"), height=130, columns=2
    ).properties(usermeta={"margin": 170})


FIGURE = Figure(
    name="checks_resampling",
    title="Two ways to allow for base families, pair by pair",
    caption="One mark per pair of groups and benchmark; n counts them. Robust: the cluster-robust "
    "interval. Resampled: the interval from drawing base families anew. Left of the dotted line "
    "the resampled one is narrower. The rows say which of the two leaves out zero; "
    "<em>only</em> is a decision that differs. Diamond: the median of its row. "
    "Neither allows for the number of pairs.",
    alternative="One panel per label with four rows: pairs where both intervals leave out zero, "
    "the robust one only, the resampled one only, and neither; marks at the ratio of their widths.",
    chart=chart,
    switches=(COHORT,),
    default=ON_THE_PAPERS_ROWS,
)
