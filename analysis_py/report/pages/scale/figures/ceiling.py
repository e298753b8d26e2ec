"""A step of size on rows that stop at a ceiling on the average score."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import GREY
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.pages.scale.shared import decision_colour, zero_level
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples

CEILING_DECISIONS = ("positive", "not significant", "negative")

#: The ceiling on the average that the paper's printed analysis stopped at, in percent.
PAPERS_CEILING = "52.68"


def chart() -> alt.FacetChart:
    """Return a step of size on rows that stop at a ceiling, for every ceiling and for none."""
    axis = alt.X(
        "ceiling:N",
        title="ceiling on the average score, %",
        sort=alt.EncodingSortField(field="ceiling_order", op="min"),
        axis=alt.Axis(labelAngle=-45, labelOverlap=False, labelFontSize=11),
    )
    base = alt.Chart(ROWS).encode(x=axis, color=decision_colour(CEILING_DECISIONS))
    papers = (
        alt.Chart(ROWS)
        .transform_filter(f"datum.ceiling == '{PAPERS_CEILING}'")
        .mark_rule(color=GREY, strokeDash=[2, 3])
        .encode(x=axis)
    )
    interval = base.mark_rule(strokeWidth=2.5).encode(
        y=alt.Y("ci_low:Q", title="larger minus smaller, points"), y2="ci_high:Q"
    )
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        y=alt.Y("estimate:Q", title="larger minus smaller, points"),
        shape=alt.Shape(
            "decision:N",
            title=None,
            scale=alt.Scale(
                domain=CEILING_DECISIONS, range=["triangle-up", "circle", "triangle-down"]
            ),
        ),
        tooltip=[
            alt.Tooltip("ceiling:N", title="ceiling, %"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
            alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.1f"),
            alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.1f"),
            alt.Tooltip("n_above:Q", title="n of the larger", format=","),
            alt.Tooltip("n_below:Q", title="n of the smaller", format=","),
        ],
    )
    return small_multiples(layers(zero_level(), papers, interval, points), panels())


FIGURE = Figure(
    name="ceiling",
    title="What larger models gain, by the ceiling on the average score",
    caption=(
        "Difference between two size ranges among the evaluations of January 2024 whose average "
        "is at most the cut-off, with Welch's 95 % interval. Dotted: 52.68, the paper's cut-off."
    ),
    method=(
        "Far right: all evaluations; panels give the n of these. Rows treated as independent. "
        "Selecting on the average truncates the outcome."
    ),
    alternative="One panel per benchmark: the difference between two ranges of size for "
    "ceilings from 40 to 70 percent and for none.",
    chart=chart,
    switches=(Switch("step", "Step"),),
)
