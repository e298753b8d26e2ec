"""Helpers shared by the figures of this page: names, dots and one panel per index."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.expressions import TWO_LINES
from analysis_py.report.shapes.labels import first_panel, row_labels
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels
from analysis_py.report.shapes.series import colours, shapes

#: What is, and what chance gives.
LABELLED = ("as labelled", "labels shuffled")


def dots(
    base: alt.Chart, kinds: tuple[str, str], order: str, *tooltips: alt.Tooltip
) -> alt.LayerChart:
    """Return the values of two kinds, named in the first row: what is, and what chance gives."""
    first, *others = tooltips
    base = base.encode(color=colours("kind", kinds, [BLUE, GREY]))
    names = row_labels(base, "kind", "value", order=order, panel="index_order", dy=-11)
    marks = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", title=None, scale=alt.Scale(domainMax=1)),
        shape=shapes("kind", kinds, ["circle", "diamond"]),
        tooltip=[
            first,
            alt.Tooltip("kind:N"),
            alt.Tooltip("index_words:N", title="index"),
            alt.Tooltip("value:Q", format=".3f"),
            *others,
        ],
    )
    return layers(marks, names)


def names(field: str, order: str) -> alt.Y:
    """Return a y axis of names in two lines, in the order of another column."""
    return rows(
        field,
        order,
        labelExpr=TWO_LINES,
        labelOffset=-6,
        labelOverlap=False,
        ticks=False,
        grid=True,
    )


def by_index(chart: alt.LayerChart, height: int, margin: int) -> alt.FacetChart:
    """Return one panel per index; ``margin`` is the room that the names need, in pixels."""
    return first_panel(
        chart.properties(width=300, height=height)
        .facet(panels("index_words", order="index_order"), columns=2)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent", y="independent"),
        "kind",
        order="index_order",
    ).properties(usermeta={"margin": margin})
