"""Prediction intervals for a model of a new base family, by size."""

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import size_axis
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples

_SCORES = alt.Scale(domain=[0, 100])


def chart() -> alt.FacetChart:
    """Return a panel per benchmark: the expected score and two bands around it."""
    base = alt.Chart(ROWS).encode(x=size_axis())
    wide, narrow = (
        base.mark_area(color=BLUE, opacity=opacity).encode(
            y=alt.Y(f"{low}:Q", title="score, %", scale=_SCORES), y2=f"{high}:Q"
        )
        for low, high, opacity in (
            ("predicted_low", "predicted_high", 0.15),
            ("predicted_low_90", "predicted_high_90", 0.2),
        )
    )
    line = base.mark_line(color=BLUE, point=alt.OverlayMarkDef(color=BLUE)).encode(
        y=alt.Y("expected_pct:Q", title="score, %", scale=_SCORES),
        tooltip=[
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format="~g"),
            alt.Tooltip("expected_pct:Q", title="expected score, %", format=".1f"),
            alt.Tooltip("interval_for:N", title="intervals for a family"),
            *low_and_high("predicted_low_90", "predicted_high_90", "90 % interval", ".1f"),
            *low_and_high("predicted_low", "predicted_high", "95 % interval", ".1f"),
        ],
    )
    return small_multiples(layers(wide, narrow, line), panels())


FIGURE = Figure(
    title="Score that a model of a new base would have, %, by size",
    caption=(
        "Expected score of a model of the next base family, by its size. Dark band: 90 % "
        "prediction interval. Pale band: 95 %."
    ),
    method=(
        "Calibrated on base families that came later than those that predict them; where a "
        "leaderboard has no dates, on base families that were held out. All training types are "
        "pooled; size is on a log scale. Above each panel are n, the evaluations of known size, "
        "and the number of their base families. The grid ends where the sizes do."
    ),
    alternative=(
        "A panel per benchmark with the expected score over size, and the 90 and 95 percent "
        "bands for a base family that was not seen."
    ),
    switches=(COHORT,),
)
