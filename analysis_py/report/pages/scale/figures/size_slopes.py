"""Growth of the score per doubling of size."""

import altair as alt

from analysis_py.report.encodings import BLUE, CLUSTERED, VERMILLION
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.scale.shared import zero_level
from analysis_py.report.shapes.axes import size_axis
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import corner_labels, first_panel
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.series import colours, dashes
from analysis_py.report.shapes.size_curves import SIZE, TRENDS

#: Bands of growth are cut here, in percent per doubling; those of sparse sizes go far beyond.
GROWTH_SHOWN = (-90, 300)


def chart() -> alt.FacetChart:
    """Return the growth per doubling of size, with the band that holds for the whole curve."""
    base = alt.Chart(ROWS).encode(x=size_axis())
    low, high = GROWTH_SHOWN
    band = (
        base.transform_calculate(
            band_low=f"max(datum.growth_pct_low, {low})",
            band_high=f"min(datum.growth_pct_high, {high})",
        )
        .mark_area(color=CLUSTERED.colour)
        .encode(y=_growth_axis("band_low"), y2="band_high:Q")
    )
    line = base.mark_line(color=CLUSTERED.colour, strokeWidth=1.2, interpolate="monotone").encode(
        y=_growth_axis("growth_pct"),
        tooltip=[
            SIZE,
            alt.Tooltip("growth_pct:Q", title="growth per doubling, %", format="+.1f"),
            *low_and_high("growth_pct_low", "growth_pct_high", "whole-curve band", "+.1f"),
        ],
    )
    heavy = base.encode(
        color=colours("trend", TRENDS, [BLUE, VERMILLION, "transparent", "transparent"])
    )
    stretches = heavy.mark_line(strokeWidth=4, interpolate="monotone").encode(
        y=_growth_axis("growth_pct"),
        # each stretch is a line of its own
        detail="stretch:N",
        strokeDash=dashes("trend", TRENDS, [[1, 0], [4, 2], [1, 0], [1, 0]]),
    )
    words = {"rises": "— rises significantly", "falls": "- - falls significantly"}
    names = corner_labels(heavy, "trend", words)
    return first_panel(
        small_multiples(layers(zero_level(), band, line, stretches, names), panels()), "trend"
    )


def _growth_axis(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", title="growth per doubling, %", axis=alt.Axis(tickCount=5))


FIGURE = Figure(
    title="Growth of the score per doubling of size",
    caption=(
        "Slope of the curve, in percent of the score per doubling of size. Heavy: where the "
        "bands of all smoothers exclude 0. Panels have their own axes."
    ),
    method=(
        "From a GAMM with random intercepts of architecture and base family, with the band that "
        "holds for the whole curve at once. Bands are cut off at −90 and +300 %; where a curve "
        "rests on few models they extend further."
    ),
    alternative="One panel per benchmark: growth in percent per doubling over model size with "
    "a whole-curve band and a line at zero.",
    switches=(COHORT,),
    is_folded=True,
)
