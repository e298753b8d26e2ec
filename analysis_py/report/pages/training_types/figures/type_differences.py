"""Differences between two training types, unadjusted and adjusted."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import signs
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.training_types.shared import PAIR
from analysis_py.report.shapes.axes import lined_axis, zero_line
from analysis_py.report.shapes.intervals import DIFFERENCE, intervals
from analysis_py.report.shapes.layers import layers

#: How a difference is computed, from the paper's way to the soundest.
WAYS, WAY_SHAPES = signs(["raw", "raw, clustered by base", "adjusted", "adjusted, own slopes"])


def chart() -> alt.LayerChart:
    """Return the difference of two types on each benchmark, computed in four ways."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="benchmark_order").scale(paddingInner=0.3),
        yOffset=alt.YOffset("method_name:N", sort=WAYS.domain),
        color=alt.Color("method_name:N", title=None, scale=WAYS),
        tooltip=[
            alt.Tooltip("method_name:N", title="way"),
            *DIFFERENCE,
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    shape = alt.Shape("method_name:N", title=None, scale=WAY_SHAPES)
    return layers(zero_line(), *intervals(base, "difference, points", shape=shape)).properties(
        width=640, height=420, usermeta={"legend_entry": 200}
    )


FIGURE = Figure(
    name="type_differences",
    title="How far apart two training types are, raw and adjusted",
    caption=(
        "First type minus second, in points, with 95 % intervals. <em>Raw</em>: the paper's "
        "test. <em>Clustered</em>: by base model. <em>Adjusted</em>: at the same size and "
        "architecture, clustered too."
    ),
    method=(
        "Raw is Tukey–Kramer, whose interval holds for all pairs at once. Adjusted compares the "
        "types at the population's own mix of sizes and architectures; <em>own slopes</em> also "
        "lets each type grow at its own pace with size. Under each benchmark is n of the first "
        "and of the second type, and how many are of known size, which the adjusted differences "
        "need. The tooltip warns of sizes that the two types do not share."
    ),
    alternative=(
        "Differences between two training types on each benchmark, in four rows: raw, "
        "clustered, adjusted, adjusted with own slopes, each with its interval."
    ),
    chart=chart,
    switches=(COHORT, PAIR),
    default={"comparison": "fine-tuned − pretrained"},
)
