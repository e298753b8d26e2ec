"""Score difference per doubling of size, for current models."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import COHORT, ROWS, Figure, Switch
from analysis_py.report.shapes.axes import clipped_ends, lined_axis, zero_line
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers

#: Points at which intervals are clipped: wide ones of few degrees of freedom squeeze all others.
_DOMAIN = (-10, 20)


def chart() -> alt.LayerChart:
    """Return the slope of every benchmark with its interval, sorted."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="slope_order", descending=True),
        color=alt.condition("datum.is_significant", alt.value(BLUE), alt.value(GREY)),
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("estimate:Q", title="points per doubling", format="+.1f"),
            *low_and_high("ci_low", "ci_high", "interval", "+.1f"),
            alt.Tooltip("n_developers:Q", title="developers"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    bars = base.mark_rule(strokeWidth=2, clip=True).encode(
        x=alt.X(
            "ci_low:Q",
            title="points per doubling of size",
            scale=alt.Scale(domain=list(_DOMAIN), clamp=False),
        ),
        x2="ci_high:Q",
    )
    dots = base.mark_point(size=80, opacity=1, clip=True).encode(
        x="estimate:Q",
        fill=alt.when("!datum.is_tested")
        .then(alt.value("transparent"))
        .when("datum.is_significant")
        .then(alt.value(BLUE))
        .otherwise(alt.value(GREY)),
    )
    ends = clipped_ends(base, "ci_low", "ci_high", _DOMAIN)
    return layers(zero_line(), bars, *ends, dots).properties(width=560, height=560)


FIGURE = Figure(
    title="Rise of scores per doubling of size, percentage points",
    caption=(
        "Intervals, clustered by developer, are at the level by which Holm’s method tests each "
        "benchmark: blue excludes zero. Hollow: not tested (tooltip), 95 % interval. Arrows: "
        "interval extends further."
    ),
    method=(
        "Holm’s method tests all benchmarks of a source together at 5 %; the smaller the p-value, "
        "the stricter the level and the wider the interval, at 95 % for the last. Not tested are "
        "benchmarks with too few developers or a test that errs too often. "
        "Each model counts once, with the mean of its runs. Only open-weight models have a size; "
        "their number is in brackets. Active parameters are those used for each token; in "
        "mixtures of experts they are fewer than the total. With fewer than 4 degrees of freedom "
        "an interval is not to be trusted; the table has models, developers and degrees of "
        "freedom."
    ),
    alternative=(
        "Slopes of score over the logarithm of size, a row per benchmark, each with its interval."
    ),
    switches=(COHORT, Switch("measure", "Size")),
    default={"measure": "all parameters"},
)
