"""The gain from one range of size to the next."""

import altair as alt

from analysis_py.report.encodings import signs
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.scale.shared import zero_level
from analysis_py.report.shapes.intervals import DIFFERENCE
from analysis_py.report.shapes.labels import corner_labels, first_panel
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples

COUNTED = ("rows treated as independent", "one cluster per base model")


def chart() -> alt.FacetChart:
    """Return the gain from each range to the next under two ideas of what is one observation."""
    colours, shapes = signs(COUNTED)
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "edge_b:O",
            title="edge between the ranges, billions",
            axis=alt.Axis(labelAngle=0, format="~g", labelOverlap=False),
        ),
        color=alt.Color("counted:N", scale=colours, legend=None),
    )
    beside = base.encode(xOffset=alt.XOffset("counted:N", sort=COUNTED))
    interval = beside.mark_rule(strokeWidth=2.5).encode(
        y=alt.Y("ci_low:Q", title="larger minus smaller, points"), y2="ci_high:Q"
    )
    points = beside.mark_point(size=55, opacity=1, strokeWidth=2).encode(
        y=alt.Y("estimate:Q", title="larger minus smaller, points"),
        shape=alt.Shape("counted:N", scale=shapes, legend=None),
        fillOpacity=alt.condition("datum.decision == 'significant'", alt.value(1), alt.value(0)),
        fill=alt.Fill("counted:N", scale=colours, legend=None),
        tooltip=[
            alt.Tooltip("step:N"),
            alt.Tooltip("counted:N"),
            *DIFFERENCE,
            alt.Tooltip(
                "p_adjusted:Q", title="p, adjusted for pairs and benchmarks", format=".2~g"
            ),
            alt.Tooltip("n_above:Q", title="n of the larger", format=","),
            alt.Tooltip("n_below:Q", title="n of the smaller", format=","),
            alt.Tooltip("warning:N"),
        ],
    )
    names = corner_labels(
        base, "counted", dict(zip(COUNTED, ("● rows independent", "■ by base model"), strict=True))
    )
    return first_panel(
        small_multiples(layers(zero_level(), interval, points, names), panels()), "counted"
    )


FIGURE = Figure(
    title="The gain from one size range to the next",
    caption=(
        "Mean of the range above the boundary minus the one below, with 95 % intervals. Circles: "
        "rows treated as independent. Squares: clustered by base model. Filled: significant."
    ),
    method=(
        "Circles: Tukey–Kramer, simultaneous intervals. Squares: the clustered test that "
        "controls its type I error on that design, step by step. Significance is adjusted for "
        "all pairs of ranges and for the benchmarks. The tooltip has n."
    ),
    alternative="One panel per benchmark: differences between neighbouring ranges of size at "
    "each edge, with narrow intervals for independent rows and wide ones for clusters.",
    is_folded=True,
    switches=(COHORT,),
)
