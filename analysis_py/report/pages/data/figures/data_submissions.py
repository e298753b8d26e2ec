"""Submissions over time."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.panels import panels


def chart() -> alt.FacetChart:
    """Return evaluations by month, one panel per board."""
    return (
        alt.Chart(ROWS)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("month:O", title="month of submission", axis=alt.Axis(labelAngle=-45)),
            y=alt.Y("n_evaluations:Q", title="evaluations"),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=["pretrained", "tuned or unknown"], range=[BLUE, GREY]),
            ),
            order=alt.Order("kind_order:Q"),
            tooltip=[
                alt.Tooltip("month:O"),
                alt.Tooltip("kind:N", title="training"),
                alt.Tooltip("n_evaluations:Q", title="evaluations", format=","),
            ],
        )
        .properties(width=400, height=220)
        .facet(panels(order="board_order"), columns=2)
        .resolve_scale(x="independent", y="independent")
    )


FIGURE = Figure(
    title="When the evaluations were submitted",
    caption=(
        "Evaluations by the month of their latest submission: pretrained models at the bottom, "
        "all others above them."
    ),
    alternative="Stacked bars of the number of evaluations per month, of pretrained and "
    "of other models, one panel per board.",
)
