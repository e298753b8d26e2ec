"""Mean score of each training type, as it is and at a common mix."""

import altair as alt

from analysis_py.report.encodings import ADJUSTED, RAW
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import lined_axis
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples


def chart() -> alt.FacetChart:
    """Return the raw and the adjusted mean of each type on each benchmark."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="type_order"),
        tooltip=[
            alt.Tooltip("training_type:N", title="training type"),
            alt.Tooltip("mean_unadjusted:Q", title="raw mean, %", format=".1f"),
            alt.Tooltip("mean_adjusted:Q", title="adjusted mean, %", format=".1f"),
            *low_and_high("mean_adjusted_low", "mean_adjusted_high", "95 % interval", ".1f"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    x = alt.X("mean_adjusted_low:Q", title="mean score, %", scale=alt.Scale(zero=False))
    bars = base.mark_rule(strokeWidth=2, color=ADJUSTED.colour).encode(
        x=x, x2="mean_adjusted_high:Q"
    )
    adjusted, raw = (
        base.mark_point(
            filled=True, shape=sign.shape, color=sign.colour, size=70, opacity=1
        ).encode(x=f"{column}:Q")
        for sign, column in ((ADJUSTED, "mean_adjusted"), (RAW, "mean_unadjusted"))
    )
    return small_multiples(layers(bars, adjusted, raw), panels(), x="independent").properties(
        usermeta={"margin": 124}
    )


FIGURE = Figure(
    title="Mean score of each training type, unadjusted and adjusted",
    caption=(
        "Grey circle: raw mean. Diamond with its 95 % interval: the mean if every evaluation "
        "of the population, with its size and architecture, were of that type."
    ),
    method=(
        "The distance from circle to diamond is what size and architecture explain. n counts "
        "evaluations of known size."
    ),
    alternative=(
        "One panel per benchmark, one row per training type: its raw mean as a circle and "
        "its adjusted mean as a diamond with an interval."
    ),
    switches=(COHORT,),
    is_folded=True,
)
