"""Conclusions from size curves that depend on the score scale."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.pages.robustness.shared import benchmark_table
from analysis_py.report.shapes.series import colours

#: Columns of the query, in words of two lines.
CONCLUSIONS = {
    "is_higher_at_largest": "higher at the|largest sizes",
    "is_higher_than_at_13b": "higher at the|largest than at 13 B",
    "has_fall": "a fall|somewhere",
    "has_rise_after_fall": "a rise|after a fall",
    "has_bend": "a bend:|no straight line",
}
ANSWERS = {"yes": BLUE, "not significant": GREY, "depends": VERMILLION}


def chart() -> alt.LayerChart:
    """Return a table of benchmarks by conclusion: what is significant, and on which scales."""
    base = alt.Chart().encode(
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("conclusion:N"),
            alt.Tooltip("answer:N"),
            alt.Tooltip("scales:N", title="where"),
        ]
    )
    fills = base.mark_rect(opacity=0.35, stroke=GREY, strokeWidth=0.5).encode(
        color=colours("answer", ANSWERS, ANSWERS.values())
    )
    # what depends stands out, in black and white too
    depends = base.transform_filter("datum.scales")
    words = [
        depends.mark_text(dy=-7, fontSize=12, fontWeight="bold").encode(text="answer:N"),
        depends.mark_text(dy=8, fontSize=11).encode(text="scales:N"),
        base.transform_filter("!datum.scales").mark_text(fontSize=12).encode(text="answer:N"),
    ]
    table = benchmark_table(CONCLUSIONS, "words", fills, *words, heading_lines=2)
    return table.transform_calculate(
        answer="split(datum.words, '|')[0]",
        scales="split(datum.words, '|')[1]",
        conclusion="replace(datum.column, '|', ' ')",
    ).properties(width=820, height=270, usermeta={"min_width": 820})


FIGURE = Figure(
    title="Which conclusions on size depend on the scale of the score",
    caption=(
        "The GAMM of size fitted to the logarithm, to the log odds and to percent. <em>Yes</em>, "
        "<em>not significant</em>: the same on all three. <em>Depends</em>: they disagree."
    ),
    method=(
        "95 % intervals. A higher score is significant adjusted for the benchmarks; a fall, a "
        "rise after it and a bend are unadjusted (edf of 1.5 or more). Not significant is not "
        "absent. A score of 0 has no logarithm, so n may differ between scales."
    ),
    alternative="A table of benchmarks by five conclusions on size; each cell says whether it is "
    "yes, not significant, or depends on the scale of the score.",
    switches=(COHORT,),
)
