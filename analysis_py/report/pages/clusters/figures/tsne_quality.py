"""Quality of the t-SNE embedding."""

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.clusters.shared import by_index, dots, names
from analysis_py.report.shapes.axes import zero_line
from analysis_py.report.shapes.layers import layers

PICTURED = ("this picture", "at random")


def chart() -> alt.FacetChart:
    """Return how far each picture keeps neighbours, beside a picture at random."""
    base = alt.Chart(ROWS).encode(y=names("picture", "picture_order"))
    marks = dots(base, PICTURED, "picture_order", alt.Tooltip("picture:N"))
    return by_index(layers(zero_line(), marks), height=220, margin=118, columns=3)


FIGURE = Figure(
    title="How far the picture can be trusted",
    caption=(
        "Trustworthiness: near 1 where neighbours in the picture are neighbours in the scores. "
        "Neighbours kept: share of the 15 nearest that stay nearest. Grey: a random picture."
    ),
    method=(
        "Neighbours kept falls as evaluations grow in number, so compare pictures of the same n. "
        "Neighbours in common: how far t-SNE from different random starts agrees, on one sample."
    ),
    alternative="Three panels, one per index, with one row per picture: t-SNE, principal "
    "components and t-SNE from random starts.",
    switches=(COHORT,),
    is_folded=True,
)
