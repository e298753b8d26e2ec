"""The size at which a straight line bends, by what is counted."""

import altair as alt

from analysis_py.report.encodings import GREY, signs
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import row_labels
from analysis_py.report.shapes.layers import layers

COUNTED = ("every evaluation counts once", "every size counts once")


def chart() -> alt.LayerChart:
    """Return the size at which a straight line bends, with its interval, counted in two ways."""
    colours, shapes = signs(COUNTED)
    base = alt.Chart(ROWS).encode(
        y=rows("benchmark", "benchmark_order", labelExpr="split(datum.label, '|')"),
        yOffset=alt.YOffset("counted:N", sort=COUNTED),
        color=alt.Color("counted:N", scale=colours, legend=None),
    )
    interval = base.mark_rule(strokeWidth=3).encode(x=_bend_axis("ci_low_b"), x2="ci_high_b:Q")
    ends = [
        base.transform_filter(f"isValid(datum.{field})")
        .mark_point(shape=shape, filled=True, size=70, opacity=1)
        .encode(x=_bend_axis(field))
        for field, shape in (("open_low_b", "triangle-left"), ("open_high_b", "triangle-right"))
    ]
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=_bend_axis("breakpoint_b"),
        shape=alt.Shape("counted:N", scale=shapes, legend=None),
        tooltip=[
            alt.Tooltip("counted:N"),
            alt.Tooltip("n_obs:Q", title="n", format=","),
            alt.Tooltip("breakpoint_b:Q", title="bends at, billions", format=".3~g"),
            *low_and_high("ci_low_b", "ci_high_b", "95 % interval", ".3~g"),
            alt.Tooltip("points_before:Q", title="points per doubling before", format="+.1f"),
            alt.Tooltip("points_after:Q", title="points per doubling after", format="+.1f"),
            alt.Tooltip("p_value:Q", title="p, bent against straight", format=".2~g"),
        ],
    )
    paper = alt.Chart(ROWS).mark_rule(color=GREY, strokeDash=[2, 3]).encode(x=alt.datum(7))
    names = row_labels(base, "words", "ci_high_b", order="benchmark_order")
    return layers(paper, interval, *ends, points, names).properties(width=560, height=300)


def _bend_axis(field: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title="bends at, billions of parameters",
        scale=alt.Scale(type="log", domain=[0.01, 200], nice=False),
        axis=alt.Axis(format="~g", values=[0.01, 0.1, 1, 10, 100]),
    )


FIGURE = Figure(
    title="Where a straight line bends, counting evaluations or sizes",
    caption=(
        "Best-fitting bend in a line of score over log size, with a 95 % interval. "
        "Circles: every evaluation counts once. Triangles: every size once. Dotted: 7 B."
    ),
    method=(
        "Profile intervals; an arrow to the side marks an end that the data leave open. When "
        "evaluations are counted, a size with hundreds of fine-tunes attracts the bend. n gives "
        "both counts; the tooltip has the slopes."
    ),
    alternative="Dots with intervals, two per benchmark, on an axis of model size: the size "
    "at which a line bends when every evaluation counts and when every size counts.",
    switches=(COHORT,),
    is_folded=True,
)
