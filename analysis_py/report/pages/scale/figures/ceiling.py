"""A step of size on rows that stop at a cut-off of the average score."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.intervals import DIFFERENCE
from analysis_py.report.shapes.layers import layers

#: On a phone there is room for the ends, for the paper's cut-off and for one beside each.
_EVERY_LABEL_IF_WIDE = (
    "width > 400 || indexof(['40', '52.68', '60', 'all'], datum.label) >= 0 ? datum.label : ''"
)


def chart() -> alt.LayerChart:
    """Return a step of size over the cut-off, a thin line per benchmark and their median."""
    axis = alt.X(
        "ceiling:N",
        title="cut-off on the average score, %",
        sort=alt.EncodingSortField(field="ceiling_order", op="min"),
        axis=alt.Axis(labelAngle=0, labelOverlap=False, labelExpr=_EVERY_LABEL_IF_WIDE),
    )
    gain = alt.Y("estimate:Q", title="larger minus smaller, points")
    base = alt.Chart(ROWS).encode(x=axis)
    lines = base.mark_line(color=GREY, strokeWidth=1.5, opacity=0.7).encode(
        y=gain, detail="benchmark_name:N"
    )
    dots = base.mark_point(filled=True, color=GREY, size=30, opacity=1).encode(
        y=gain,
        tooltip=[
            alt.Tooltip("benchmark_name:N", title="benchmark"),
            alt.Tooltip("ceiling:N", title="average of at most, %"),
            *DIFFERENCE,
        ],
    )
    names = (
        base.transform_filter("datum.is_last")
        .mark_text(align="left", dx=8)
        .encode(y="name_at:Q", text="benchmark_name:N")
    )
    median = base.mark_line(color=BLUE, strokeWidth=4).encode(y=alt.Y("median(estimate):Q"))
    papers = base.transform_filter("datum.is_papers").transform_aggregate(
        groupby=["ceiling", "ceiling_order"]
    )
    cutoff = papers.mark_rule(color=GREY, strokeDash=[4, 3])
    note = papers.mark_text(align="left", dx=6, dy=8, baseline="top", fontWeight=600).encode(
        y=alt.value(0), text=alt.value("the paper's cut-off")
    )
    zero = alt.Chart(ROWS).mark_rule(color=GREY).encode(y=alt.datum(0))
    return layers(zero, cutoff, lines, dots, median, names, note).properties(width=560, height=340)


FIGURE = Figure(
    title="Lead of the larger size range, percentage points, by the cut-off on the average score",
    caption=(
        "Among the evaluations of January 2024 whose average score is at most the cut-off. Thin: "
        "each benchmark. Heavy: their median."
    ),
    method=(
        "Rows treated as independent; the table has Welch's 95 % intervals and n. Selecting "
        "on the average truncates the outcome, which removes the best of the larger models."
    ),
    alternative=(
        "A line per benchmark, and their median: the difference between two ranges of size for "
        "cut-offs from 40 to 70 percent and for none."
    ),
    switches=(Switch("step", "Step"),),
)
