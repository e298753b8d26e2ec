"""The difference between two training types: the lead, adjusted, and over the own base."""

import altair as alt

from analysis_py.report.encodings import signs
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.training_types.shared import PAIR
from analysis_py.report.shapes.axes import lined_axis, zero_line
from analysis_py.report.shapes.intervals import DIFFERENCE, intervals
from analysis_py.report.shapes.labels import row_labels
from analysis_py.report.shapes.layers import layers

#: Views in the order of how much they adjust for.
VIEWS, VIEW_SHAPES = signs(
    ["every evaluation", "gain by evaluation", "gain by base", "equal size", "within base"]
)


def chart() -> alt.LayerChart:
    """Return the difference of two types on each benchmark in several views."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="benchmark_order").scale(paddingInner=0.3),
        yOffset=alt.YOffset("type_view_name:N", sort=VIEWS.domain),
        color=alt.Color("type_view_name:N", scale=VIEWS, legend=None),
        tooltip=[
            alt.Tooltip("type_view_name:N", title="view"),
            *DIFFERENCE,
            alt.Tooltip("counts:N", title="evaluations"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    predictions = base.mark_rule(strokeWidth=1, strokeDash=[2, 3]).encode(
        x=alt.X("dashed_low:Q", title="difference, points"), x2="dashed_high:Q"
    )
    shape = alt.Shape("type_view_name:N", scale=VIEW_SHAPES, legend=None)
    means = intervals(base, "difference, points", shape=shape)
    names = row_labels(base, "type_view_name", "furthest", order="benchmark_order")
    return layers(zero_line(), predictions, *means, names).properties(width=640, height=480)


FIGURE = Figure(
    title="Difference of two training types, percentage points",
    caption=(
        "First type minus second, with 95 % intervals clustered by base family or generation. "
        "<em>Gain</em>: over its own base, of the average evaluation or base. No experiment."
    ),
    method=(
        "Equal size: at the population's own mix of sizes and architectures, for models of known "
        "size. Types of which none is pretrained are compared within bases that hold both, by a "
        "mixed model; the thin dashed line shows where the difference of a new base would lie. n "
        "is of the first and of the second type. The tooltip warns of sizes that the two types do "
        "not share. Bases were not assigned to types at random."
    ),
    alternative=(
        "Differences between two training types on each benchmark in rows: the lead, at equal "
        "size and architecture, and over the own base, with intervals."
    ),
    switches=(COHORT, PAIR),
    default={"comparison": "instruction-tuned - pretrained"},
)
