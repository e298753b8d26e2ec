"""Differences between tuned and pretrained models by size."""

import altair as alt

from analysis_py.report.encodings import GREY, signs
from analysis_py.report.figure import COHORT, ROWS, Figure, Switch
from analysis_py.report.shapes.axes import clipped_ends
from analysis_py.report.shapes.intervals import DIFFERENCE
from analysis_py.report.shapes.labels import corner_labels, first_panel
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples

_METHODS, _SHAPES = signs(["adjusted", "within base"])
#: Points at which intervals are clipped: wide ones from few families would squeeze all others.
_FURTHEST = 30


def chart() -> alt.FacetChart:
    """Return a panel per benchmark with the differences at each size, by two methods."""
    differences = alt.Scale(domain=[-_FURTHEST, _FURTHEST])
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "beside_b:Q",
            title="billions of parameters",
            scale=alt.Scale(type="log", nice=False, padding=12),
            axis=alt.Axis(format="~g", values=[1, 3, 10, 30, 100]),
        ),
        color=alt.Color("method:N", scale=_METHODS, legend=None),
        tooltip=[
            alt.Tooltip("method:N", title="method"),
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format="~g"),
            *DIFFERENCE,
            alt.Tooltip("n_a:Q", title="n, first type", format=","),
            alt.Tooltip("n_b:Q", title="n, second type", format=","),
            alt.Tooltip("n_clusters:Q", title="base families"),
            alt.Tooltip("df_den:Q", title="degrees of freedom"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    # both methods use the same sizes: shift them to either side
    base = base.transform_calculate(
        beside_b="datum.parameters_b * (datum.method === 'adjusted' ? 0.94 : 1.06)"
    )
    one = alt.Chart(ROWS).transform_aggregate(n="count()", groupby=["panel", "benchmark_order"])
    zero = one.mark_rule(strokeDash=[2, 3], color=GREY).encode(y=alt.datum(0))
    bars = base.mark_rule(strokeWidth=2, clip=True).encode(
        y=alt.Y("ci_low:Q", title="difference, points", scale=differences), y2="ci_high:Q"
    )
    dots = base.mark_point(filled=True, size=50, opacity=1, clip=True).encode(
        y=alt.Y("estimate:Q", title="difference, points", scale=differences),
        shape=alt.Shape("method:N", scale=_SHAPES, legend=None),
    )
    ends = clipped_ends(base, "ci_low", "ci_high", (-_FURTHEST, _FURTHEST), along="y")
    names = corner_labels(
        base,
        "method",
        {"adjusted": "diamonds: adjusted", "within base": "triangles: within base"},
        at_foot=True,
    )
    return first_panel(small_multiples(layers(zero, bars, *ends, dots, names), panels()), "method")


FIGURE = Figure(
    title="How far tuned models are from pretrained ones of the same size",
    caption=(
        "Mean difference in points at a given size, with 95 % intervals clustered by base "
        "family. <em>Within base</em>: between models of one base family only. An association."
    ),
    method=(
        "<em>Adjusted</em>: at one size and architecture. Intervals are cut off at 30 points. "
        "The tooltip has n of each type and of base families. Types were not assigned at "
        "random."
    ),
    alternative=(
        "A panel per benchmark with the difference between a tuned type and pretrained models at "
        "several sizes, by two methods, with intervals and a line at zero."
    ),
    switches=(COHORT, Switch("pair", "Types")),
    default={"pair": "fine-tuned - pretrained"},
)
