"""Cluster validity of each label by four indices."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import rows, zero_line
from analysis_py.report.shapes.expressions import TWO_LINES
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels
from analysis_py.report.shapes.series import colours, shapes

#: The index as it is, and what chance gives.
KINDS = ("as labelled", "labels shuffled")


def chart() -> alt.FacetChart:
    """Return each index of each label, beside what shuffled labels give."""
    names = rows(
        "label",
        "label_order",
        labelExpr=TWO_LINES,
        labelOffset=-6,
        labelOverlap=False,
        ticks=False,
        grid=True,
    )
    base = alt.Chart(ROWS).encode(y=names)
    spread = base.mark_rule(color=GREY, strokeWidth=3).encode(x="value_low:Q", x2="value_high:Q")
    kinds = base.encode(color=colours("kind", KINDS, [BLUE, GREY]))
    dots = kinds.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", title=None, scale=alt.Scale(domainMax=1)),
        shape=shapes("kind", KINDS, ["circle", "diamond"]),
        tooltip=[
            alt.Tooltip("label:N"),
            alt.Tooltip("index_words:N", title="index"),
            alt.Tooltip("value:Q", format=".3f"),
            alt.Tooltip("value_low:Q", title="minus two standard deviations", format=".3f"),
            alt.Tooltip("value_high:Q", title="and two standard deviations", format=".3f"),
            alt.Tooltip("p_value:Q", title="p", format=".3f"),
        ],
    )
    return (
        layers(zero_line(), spread, dots)
        .properties(width=300, height=150)
        .facet(panels("index_words", order="index_order"), columns=2)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent", y="independent")
        .properties(usermeta={"margin": 130})
    )


FIGURE = Figure(
    title="Four indices of how far a label forms clusters",
    caption=(
        "Computed from all scores, not from the picture. Blue: the labels as they are. Grey: "
        "mean and two standard deviations over shuffled labels."
    ),
    method=(
        "499 shuffles, so p cannot be below 0.002; the silhouette is not shuffled. Silhouette: 0 "
        "between groups, 1 in clusters of one's own, below 0 among others. Purity: share of the "
        "15 nearest neighbours with the same label. Adjusted Rand index: agreement with as many "
        "clusters found without the labels. PERMANOVA R²: share of the squared distances that "
        "lies between groups."
    ),
    alternative="Four panels, one per index, with one row per label: the index as it is, "
    "and what shuffled labels give.",
    switches=(COHORT,),
)
