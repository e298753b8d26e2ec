"""Scores by architecture: means with letters, significant pairs, and effects at equal size."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure, Page, Switch
from analysis_py.report.style import (
    AMBER,
    BLUE,
    GREY,
    VERMILLION,
    lined_axis,
    panels,
    small_multiples,
    zero_line,
)

FAMILIES = Switch("families", "Grouped into")


def architecture_means() -> alt.FacetChart:
    """Return the mean of each family with two standard errors and its letters."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="mean", descending=True),
        tooltip=[
            alt.Tooltip("label:N", title="family (n)"),
            alt.Tooltip("mean:Q", title="mean score, %", format=".1f"),
            alt.Tooltip("two_errors_low:Q", title="less two standard errors", format=".1f"),
            alt.Tooltip("two_errors_high:Q", title="and two standard errors", format=".1f"),
            alt.Tooltip("letters_tukey_kramer:N", title="letters"),
        ],
    )
    bars = base.mark_rule(color=BLUE, strokeWidth=2).encode(
        x=alt.X("two_errors_low:Q", title="mean score, %", scale=alt.Scale(zero=False)),
        x2="two_errors_high:Q",
    )
    dots = base.mark_point(color=BLUE, filled=True, size=50, opacity=1).encode(x="mean:Q")
    letters = base.mark_text(align="left", dx=6, fontSize=11).encode(
        x="two_errors_high:Q", text="letters_tukey_kramer:N"
    )
    return small_multiples(
        alt.layer(bars, dots, letters), panels(), height=220, x="independent"
    ).properties(usermeta={"margin": 124})


def llama_differences() -> alt.FacetChart:
    """Return how far Llama is ahead of each other family, by both tests."""
    ways = alt.Scale(domain=["raw", "raw, clustered by base"], range=[GREY, VERMILLION])
    shapes = alt.Scale(domain=ways.domain, range=["circle", "diamond"])
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="ahead", descending=True),
        yOffset=alt.YOffset("method_name:N", sort=ways.domain),
        color=alt.Color("method_name:N", title=None, scale=ways),
        tooltip=[
            alt.Tooltip("label:N", title="other family (n)"),
            alt.Tooltip("method_name:N", title="way"),
            alt.Tooltip("ahead:Q", title="Llama ahead by, points", format="+.1f"),
            alt.Tooltip("ahead_low:Q", title="95 % interval, low", format="+.1f"),
            alt.Tooltip("ahead_high:Q", title="95 % interval, high", format="+.1f"),
        ],
    )
    bars = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("ahead_low:Q", title="Llama minus other, points"), x2="ahead_high:Q"
    )
    dots = base.mark_point(filled=True, size=40, opacity=1).encode(
        x="ahead:Q", shape=alt.Shape("method_name:N", title=None, scale=shapes)
    )
    return small_multiples(
        alt.layer(zero_line(), bars, dots), panels(), height=260, x="independent"
    ).properties(usermeta={"margin": 110, "legend_entry": 200})


def architecture_pairs() -> alt.LayerChart:
    """Return a matrix of families: on how many benchmarks each pair differs, by both tests."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "column_label:N",
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-90, labelOverlap=False),
        ),
        y=alt.Y("row_label:N", title=None, axis=alt.Axis(labelLimit=0, ticks=False)),
        tooltip=[
            alt.Tooltip("row_label:N", title="family (n)"),
            alt.Tooltip("column_label:N", title="other family"),
            alt.Tooltip("test:N"),
            alt.Tooltip("n_significant:Q", title="benchmarks with a significant difference"),
            alt.Tooltip("n_benchmarks:Q", title="benchmarks"),
        ],
    )
    cells = base.mark_rect(stroke=GREY, strokeWidth=0.5).encode(
        # light enough for the number in either mode
        opacity=alt.Opacity(
            "n_significant:Q", scale=alt.Scale(domain=[0, 6], range=[0.03, 0.45]), legend=None
        ),
        color=alt.Color(
            "test:N",
            title=None,
            scale=alt.Scale(domain=["raw", "clustered"], range=[BLUE, VERMILLION]),
        ),
    )
    numbers = base.mark_text(fontSize=12).encode(text="cell:N")
    return alt.layer(cells, numbers).properties(width=640, height=330)


def architecture_effects() -> alt.FacetChart:
    """Return the typical score of the commonest architectures, raw and at equal size."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="score_adjusted", descending=True),
        tooltip=[
            alt.Tooltip("label:N", title="architecture (n)"),
            alt.Tooltip("score_raw:Q", title="as it is, %", format=".1f"),
            alt.Tooltip("score_adjusted:Q", title="at the common sizes, %", format=".1f"),
            alt.Tooltip("score_adjusted_low:Q", title="95 % interval, low", format=".1f"),
            alt.Tooltip("score_adjusted_high:Q", title="95 % interval, high", format=".1f"),
        ],
    )
    x = alt.X("score_adjusted_low:Q", title="typical score, %", scale=alt.Scale(zero=False))
    bars = base.mark_rule(color=BLUE, strokeWidth=2).encode(x=x, x2="score_adjusted_high:Q")
    adjusted = base.mark_point(color=BLUE, filled=True, shape="diamond", size=60, opacity=1).encode(
        x="score_adjusted:Q"
    )
    raw = base.mark_point(color=AMBER, shape="circle", size=50, opacity=1).encode(x="score_raw:Q")
    return small_multiples(
        alt.layer(bars, adjusted, raw), panels(), height=240, x="independent"
    ).properties(usermeta={"margin": 154})


PAGE = Page(
    name="architectures",
    title="Architecture",
    summary="Families of architectures compared, raw, clustered and at equal size",
    figures=(
        Figure(
            name="architecture_means",
            title="Mean score of each architecture family",
            caption=(
                "Mean with two standard errors to either side, rows taken as independent; n in "
                "brackets. Families of one benchmark that share a letter do not differ "
                "significantly by the paper’s test (Tukey–Kramer)."
            ),
            alternative=(
                "One panel per benchmark, one row per architecture family, sorted by mean score, "
                "with intervals and the letters of the pairwise comparisons."
            ),
            chart=architecture_means,
            switches=(COHORT, FAMILIES),
            default={"cohort_id": "paper_2024_01", "families": "11 families"},
        ),
        Figure(
            name="llama_differences",
            title="How far Llama is ahead of each other family",
            caption=(
                "Mean of Llama minus mean of the other family, in points, with 95 % intervals; "
                "right of the dotted line Llama is ahead. Circle: the paper’s test (Tukey–Kramer, "
                "for all pairs at once). Diamond: one cluster per base model, each pair for "
                "itself. n in brackets. Neither allows for size. A clustered interval that rests "
                "on too few base models (fewer than 4 degrees of freedom) is not drawn."
            ),
            alternative=(
                "One panel per benchmark, one row per other family: the difference to Llama with "
                "an interval for independent rows and one clustered by base model."
            ),
            chart=llama_differences,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
        ),
        Figure(
            name="architecture_pairs",
            title="On how many benchmarks two families differ significantly",
            caption=(
                "The number in a cell counts benchmarks with p &lt; 0.05, adjusted for all pairs. "
                "Below the diagonal is the paper’s test with independent rows (Tukey–Kramer), as "
                "in its Table 2; above it the test that is clustered by base model (Holm). n in "
                "brackets. A dash: nothing to test."
            ),
            alternative=(
                "A square of architecture families against each other; each cell counts the "
                "benchmarks on which the two differ, below the diagonal by the paper's test and "
                "above it by a test clustered by base model."
            ),
            chart=architecture_pairs,
            switches=(COHORT, FAMILIES),
            default={"cohort_id": "paper_2024_01", "families": "11 families"},
            paper_figure="Table 2",
        ),
        Figure(
            name="architecture_effects",
            title="The commonest architectures as they are, and at equal size",
            caption=(
                "Circle: geometric mean of the scores. Diamond with its 95 % interval: the same "
                "at the cohort’s common mix of sizes, by the random intercepts of the GAMM of "
                "size. The ten commonest architecture labels; n in brackets."
            ),
            alternative=(
                "One panel per benchmark, one row per architecture: its typical score as a circle "
                "and its score at the common mix of sizes as a diamond with an interval."
            ),
            chart=architecture_effects,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
        ),
    ),
    facts=(
        "llama_pairs",
        "praised_families",
        "architecture_pairs",
        "architecture_spread",
        "dependence",
    ),
)
