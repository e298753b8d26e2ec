"""Scores with and without the items that an audit calls broken."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return a line per model from its score to the one without broken questions."""
    base = alt.Chart(ROWS).encode(
        y=rows(
            "model",
            "place",
            ticks=False,
            labelOverlap=False,
            labelExpr="width < 350 ? split(datum.label, ' (')[0] : datum.label",
        ),
        tooltip=[
            alt.Tooltip("model:N", title="model"),
            alt.Tooltip("score_pct:Q", title="all questions, %", format=".1f"),
            alt.Tooltip("audited_pct:Q", title="without broken ones, %", format=".1f"),
            alt.Tooltip("rank:Q", title="rank"),
            alt.Tooltip("rank_without:Q", title="rank without"),
        ],
    )
    axis = alt.X("score_pct:Q", title="score, %")
    return layers(
        base.mark_rule(color=GREY).encode(x=axis, x2="audited_pct:Q"),
        base.mark_rule(color=BLUE, strokeWidth=3, opacity=0.5).encode(x="low:Q", x2="high:Q"),
        base.mark_point(size=50, color=GREY, opacity=1).encode(x=axis),
        base.mark_tick(color=VERMILLION, thickness=2, height=12, opacity=1).encode(
            x="other_makers_pct:Q"
        ),
        base.mark_point(filled=True, size=60, color=BLUE, opacity=1).encode(x="audited_pct:Q"),
    ).properties(width=480, height=520)


FIGURE = Figure(
    title="Score, %, with and without the questions that an audit calls broken",
    caption=(
        "○ all questions · ● without the broken ones, ± a standard error by source of the "
        "questions · | questions weighted by what other developers’ models answer"
    ),
    method=(
        "On the questions that the audit judged. Models did the audit, so part of the rise may be "
        "that they flag what they fail. Weights from other developers remove what a model's own "
        "failures add, not questions that all able models fail. Some broken questions have several "
        "defensible answers."
    ),
    alternative="A row per model, best first, with its score and one without broken questions.",
    switches=(Switch("benchmark_name", "Benchmark"),),
)
