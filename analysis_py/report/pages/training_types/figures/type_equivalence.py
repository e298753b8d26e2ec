"""Equivalence of two training types within a margin."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.training_types.shared import PAIR
from analysis_py.report.shapes.axes import lined_axis, zero_line
from analysis_py.report.shapes.intervals import intervals, low_and_high
from analysis_py.report.shapes.layers import layers

DECISIONS = alt.Scale(
    domain=["equivalent", "inconclusive", "different"], range=[BLUE, GREY, VERMILLION]
)

DECISION_SHAPES = alt.Scale(domain=DECISIONS.domain, range=["diamond", "circle", "square"])


def chart() -> alt.LayerChart:
    """Return the difference of two types against the margin, with the decision in words."""
    base = alt.Chart(ROWS)
    margin = base.mark_rect(color=GREY, opacity=0.12).encode(
        x=alt.X("min(margin_low):Q", scale=alt.Scale(padding=24)), x2="max(margin_high):Q"
    )
    # a point without an interval still has ends, or an axis of such points has none
    ends = {
        end: f"isValid(datum.ci_{end}) ? datum.ci_{end} : datum.estimate" for end in ("low", "high")
    }
    each = base.transform_calculate(**ends).encode(
        y=lined_axis("label", order="benchmark_order"),
        color=alt.Color("decision:N", title=None, scale=DECISIONS, legend=None),
        tooltip=[
            alt.Tooltip("decision:N"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.2f"),
            *low_and_high("ci_low", "ci_high", "both intervals", "+.2f"),
            alt.Tooltip("smallest_margin_pct:Q", title="equivalent within, points", format=".2f"),
        ],
    )
    shape = alt.Shape("decision:N", scale=DECISION_SHAPES, legend=None)
    means = intervals(each, "difference, points", ("low", "high"), shape=shape)
    # hollow where no clustered interval decides
    hollow = each.mark_point(filled=True, size=24).encode(
        x="estimate:Q",
        color=alt.value("white"),
        opacity=alt.condition("isValid(datum.ci_low)", alt.value(0), alt.value(1)),
    )
    words = each.mark_text(align="center", dy=-10).encode(x="estimate:Q", text="decision:N")
    return layers(margin, zero_line(), *means, hollow, words).properties(width=640, height=280)


FIGURE = Figure(
    title="Difference of two training types against a margin, percentage points",
    caption=(
        "<em>Different</em>: p < 0.05. <em>Equivalent</em>: the line lies in the shaded margin. "
        "It covers the 90 % interval of the means and the 95 % interval clustered by base family; "
        "a hollow point has no clustered interval and is not tested. First type minus second."
    ),
    method=(
        "Welch's two-sided test, and two one-sided tests for equivalence; both adjusted for all "
        "pairs of types and for the benchmarks, rows treated as independent. The clustered test "
        "must agree: the difference is significant, or its interval lies within the margin. The "
        "intervals are unadjusted. n is that of the first and the second type."
    ),
    alternative=(
        "Differences between two training types on each benchmark with "
        "intervals, against a shaded margin, each with its decision in words."
    ),
    switches=(COHORT, PAIR),
    default={"comparison": "fine-tuned - instruction-tuned"},
)
