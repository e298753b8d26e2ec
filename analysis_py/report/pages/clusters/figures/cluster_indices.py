"""Cluster validity of each label by four indices."""

import altair as alt

from analysis_py.report.encodings import GREY
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.clusters.shared import LABELLED, by_index, dots, names
from analysis_py.report.shapes.axes import zero_line
from analysis_py.report.shapes.layers import layers


def chart() -> alt.FacetChart:
    """Return each index of each label, beside what shuffled labels give."""
    base = alt.Chart(ROWS).encode(y=names("label", "label_order"))
    spread = base.mark_rule(color=GREY, strokeWidth=3).encode(x="value_low:Q", x2="value_high:Q")
    marks = dots(
        base,
        LABELLED,
        "label_order",
        alt.Tooltip("label:N"),
        alt.Tooltip("value_low:Q", title="minus two standard deviations", format=".3f"),
        alt.Tooltip("value_high:Q", title="and two standard deviations", format=".3f"),
        alt.Tooltip("p_value:Q", title="p", format=".3f"),
    )
    evidence = (
        base.transform_filter("isValid(datum.p_value)")
        .transform_calculate(words="'p = ' + format(datum.p_value, '.3f')")
        .mark_text(fontSize=11, align="left", dx=9)
        .encode(x="value:Q", text="words:N")
    )
    return by_index(layers(zero_line(), spread, marks, evidence), height=150, margin=116)


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
