"""Small multiples: one panel per value of a column."""

from typing import Literal

import altair as alt

from analysis_py.report.shapes.expressions import TWO_LINES


def panels(field: str = "panel", order: str = "benchmark_order") -> alt.Facet:
    """Return small multiples, one per value of ``field``, in the order of another column."""
    return alt.Facet(
        f"{field}:N",
        title=None,
        sort=alt.EncodingSortField(field=order, op="min"),
        header=alt.Header(labelExpr=TWO_LINES, labelLimit=240),
    )


def small_multiples(
    chart: alt.Chart | alt.LayerChart,
    facet: alt.Facet,
    height: int = 180,
    x: Literal["shared", "independent"] = "shared",
    y: Literal["shared", "independent"] = "independent",
    columns: int = 3,
) -> alt.FacetChart:
    """Return one panel per value of the facet, each with its own axes; report.js fits them.

    Scales of x and y are ``"shared"`` by the panels or ``"independent"``; ``columns`` is the
    largest number of panels side by side.
    """
    return (
        chart.properties(width=260, height=height)
        .facet(facet, columns=columns)
        .resolve_scale(x=x, y=y, yOffset="independent")
        .resolve_axis(x="independent", y="independent")
    )
