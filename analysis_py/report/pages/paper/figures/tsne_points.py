"""The t-SNE embedding of the scores (Fig. 11)."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import COHORT, ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels


def chart() -> alt.FacetChart:
    """Return a map per group of the chosen label, with its marks highlighted.

    A group that has a panel of its own needs neither a colour nor a legend to stand out from seven
    others.
    """
    axis = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    places = {
        "x": alt.X("x:Q", axis=axis, scale=alt.Scale(zero=False, nice=False, padding=8)),
        "y": alt.Y("y:Q", axis=axis, scale=alt.Scale(zero=False, nice=False, padding=8)),
    }
    # a layer with its own data is drawn in every panel
    everybody = alt.Chart(ROWS).mark_circle(color=GREY, size=10, opacity=0.25).encode(**places)
    group = (
        alt.Chart()
        .mark_circle(color=BLUE, size=26, opacity=0.7)
        .encode(**places, tooltip=[alt.Tooltip("panel:N", title="group")])
    )
    return (
        layers(everybody, group)
        .properties(width=230, height=200)
        .facet(panels("panel", order="panel_order"), data=ROWS, columns=4)
        .properties(usermeta={"margin": 24})
    )


FIGURE = Figure(
    title="All scores of each model, in one picture",
    caption=(
        "One mark per evaluation; neighbours have similar scores on all benchmarks. Every panel "
        "has all marks in grey and one group in blue. Distances between groups mean nothing."
    ),
    method=(
        "t-SNE of standardised scores. Directions and density mean nothing either. Of large "
        "populations a random part is drawn; n counts what is drawn of the group."
    ),
    alternative="The same scatter plot without axes once per group of the chosen label: all "
    "evaluations in grey, those of the group in blue.",
    switches=(COHORT, Switch("label", "Groups")),
    default={"label": "Range of size"},
    paper_figure="Fig. 11",
    renderer="canvas",
)
