"""Score difference per doubling of size, for the models of today."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import signs
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import lined_axis, zero_line
from analysis_py.report.shapes.layers import layers

_MEASURES, _SHAPES = signs(["all parameters", "all parameters, at equal date", "active parameters"])


def chart() -> alt.LayerChart:
    """Return the slope of every benchmark by three measures, with intervals."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="slope_order", descending=True).scale(paddingInner=0.3),
        yOffset=alt.YOffset("measure:N", sort=_MEASURES.domain),
        color=alt.Color("measure:N", title=None, scale=_MEASURES),
        tooltip=[
            alt.Tooltip("measure:N", title="size by"),
            alt.Tooltip("estimate:Q", title="points per doubling", format="+.1f"),
            alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.1f"),
            alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.1f"),
            alt.Tooltip("n_obs:Q", title="models"),
            alt.Tooltip("n_developers:Q", title="developers"),
            alt.Tooltip("n_mixtures:Q", title="mixtures of experts"),
            alt.Tooltip("df_den:Q", title="degrees of freedom"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    # an interval with hardly a degree of freedom would squeeze all others
    bars = base.mark_rule(strokeWidth=2, clip=True).encode(
        x=alt.X(
            "ci_low:Q",
            title="points per doubling of size",
            scale=alt.Scale(domain=[-10, 20], clamp=False),
        ),
        x2="ci_high:Q",
    )
    dots = base.mark_point(filled=True, size=60, opacity=1, clip=True).encode(
        x="estimate:Q", shape=alt.Shape("measure:N", title=None, scale=_SHAPES)
    )
    return layers(zero_line(), bars, dots).properties(
        width=560, height=880, usermeta={"legend_entry": 220}
    )


FIGURE = Figure(
    name="today_size",
    title="How much higher scores are per doubling of size",
    caption=(
        "Points per doubling of size, with 95 % intervals clustered by developer. "
        "<em>Active</em>: parameters that work on each token, fewer than all in mixtures of "
        "experts."
    ),
    method=(
        "A model counts once, with the mean of its runs. Only open weights have a size; under "
        "each benchmark is how many. Intervals are cut off at the sides. With fewer than 4 "
        "degrees of freedom an interval is not to be trusted; the tooltip has models, developers "
        "and degrees of freedom."
    ),
    alternative=(
        "Slopes of score over the logarithm of size, a row per benchmark, by all "
        "parameters, by all at equal date of release, and by active parameters, each with "
        "its interval."
    ),
    chart=chart,
    switches=(COHORT,),
)
