"""The step at 7 B for every place that the edge may have nearby."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.scale.shared import zero_level
from analysis_py.report.shapes.labels import corner_labels, first_panel
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.series import colours

EDGE_DECISIONS = ("higher above", "not different", "lower above")


def chart() -> alt.FacetChart:
    """Return the difference across the edge at 7 B for every place it may have nearby."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "from_b:Q",
            title="edge, billions of parameters",
            scale=alt.Scale(type="log", nice=False),
            axis=alt.Axis(format="~g", values=[6, 6.5, 7, 7.5, 8]),
        ),
        color=colours("decision", EDGE_DECISIONS, [BLUE, GREY, VERMILLION]),
    )
    spans = base.encode(x2="to_b:Q")
    band = (
        spans.transform_calculate(
            low="datum.estimate - 2 * datum.std_error", high="datum.estimate + 2 * datum.std_error"
        )
        .mark_rect(opacity=0.25)
        .encode(y=alt.Y("low:Q", title="above minus below, points"), y2="high:Q")
    )
    steps = spans.mark_rule(strokeWidth=4).encode(
        y=alt.Y("estimate:Q", title="above minus below, points"),
        tooltip=[
            alt.Tooltip("from_b:Q", title="edge from, billions", format=".4~g"),
            alt.Tooltip("to_b:Q", title="to", format=".4~g"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
            alt.Tooltip("decision:N", title="Welch's test"),
            alt.Tooltip("n_below:Q", title="n below", format=","),
            alt.Tooltip("n_above:Q", title="n above", format=","),
        ],
    )
    words = {
        each: f"{colour}: {each}"
        for each, colour in zip(EDGE_DECISIONS, ("blue", "grey", "orange"), strict=True)
    }
    names = corner_labels(base, "decision", words, at_foot=True)
    return first_panel(
        small_multiples(layers(zero_level(), band, steps, names), panels()), "decision"
    )


FIGURE = Figure(
    title="The step at 7 B as the boundary between the ranges moves",
    caption=(
        "Mean of the range above the boundary minus the one below, as the boundary moves. "
        "Shaded: two standard errors on either side. Colour: the decision of Welch's test."
    ),
    method=(
        "Each line holds for the boundaries along it. Decisions are adjusted for the benchmarks "
        "and unadjusted for the number of boundaries. The tooltip has n on either side."
    ),
    alternative="One panel per benchmark: the difference in mean score across an edge as the "
    "edge moves from 6 to 8 billion parameters.",
    switches=(COHORT,),
    is_folded=True,
)
