"""Cluster purity by level of a label."""

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure, Switch
from analysis_py.report.pages.clusters.shared import LABELLED, by_index, dots, names
from analysis_py.report.shapes.axes import zero_line
from analysis_py.report.shapes.layers import layers

LABEL = Switch("factor_words", "Label")


def chart() -> alt.FacetChart:
    """Return silhouette and purity of every level of the chosen label."""
    base = alt.Chart(ROWS).encode(y=names("level", "level_order"))
    marks = dots(base, LABELLED, "level_order", alt.Tooltip("level:N"))
    return by_index(layers(zero_line(), marks), height=320, margin=126)


FIGURE = Figure(
    title="Which groups lie together",
    caption=(
        "Blue: mean silhouette, and the share of the 15 nearest neighbours in the same group. "
        "Grey: that share with shuffled labels, which is large for a large group."
    ),
    method="A group of fewer than 16 cannot reach a purity of 1.",
    alternative="Two panels, silhouette and purity of neighbours, with one row per group "
    "of the chosen label.",
    switches=(COHORT, LABEL),
    default={"factor_words": "Range of size"},
    is_folded=True,
)
