"""The distribution of scores on each benchmark."""

import altair as alt

from analysis_py.report.encodings import BLUE, INK, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels


def chart() -> alt.FacetChart:
    """Return a histogram per benchmark, with lines at chance and at the mean."""
    base = alt.Chart(ROWS)
    bars = base.mark_bar(color=BLUE, fillOpacity=0.6).encode(
        x=alt.X(
            "from_pct:Q",
            bin="binned",
            title="score in percent",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(values=[0, 25, 50, 75, 100]),
        ),
        x2="to_pct:Q",
        y=alt.Y("n_scores:Q", title="evaluations", axis=alt.Axis(tickCount=4)),
        tooltip=[
            alt.Tooltip("from_pct:Q", title="from"),
            alt.Tooltip("to_pct:Q", title="to"),
            alt.Tooltip("n_scores:Q", title="evaluations", format=","),
        ],
    )
    chance = base.mark_rule(color=VERMILLION, strokeDash=[5, 3], strokeWidth=2).encode(
        x="chance_pct:Q"
    )
    mean = base.mark_rule(color=INK, strokeWidth=2).encode(x="mean_pct:Q")
    return (
        layers(bars, chance, mean)
        .properties(width=260, height=130)
        .facet(panels(), columns=3)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent", y="independent")
        .properties(usermeta={"margin": 76})
    )


FIGURE = Figure(
    title="Number of evaluations by score on each benchmark, %",
    caption=(
        "Histograms in steps of two points. The dashed line is the chance score, the solid "
        "line the mean."
    ),
    alternative="Histograms of scores in percent, one panel per benchmark, with the score "
    "by chance and the mean.",
    switches=(Switch("snapshot", "Snapshot"),),
)
