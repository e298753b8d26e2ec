"""The curve of size between model generations and within them."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import average_line, ratio_axis
from analysis_py.report.shapes.labels import corner_labels, first_panel
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.series import colours, dashes

PARTS = ("between generations", "within a generation")


def chart() -> alt.FacetChart:
    """Return the two curves of size of each benchmark."""
    colour = colours("part", PARTS, [BLUE, VERMILLION], sort=PARTS)
    x = alt.X(
        "size_value:Q",
        title="billions of parameters, or multiple of the generation's mean",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~g", values=[0.01, 0.1, 1, 10, 100]),
    )
    base = alt.Chart(ROWS).encode(x=x, color=colour)
    band = base.mark_area().encode(y=ratio_axis("relative_score_low"), y2="relative_score_high:Q")
    line = base.mark_line().encode(
        y=ratio_axis("relative_score"),
        strokeDash=dashes("part", PARTS, [[1, 0], [6, 3]], sort=PARTS),
        tooltip=[
            alt.Tooltip("part:N"),
            alt.Tooltip("size_value:Q", title="billions, or multiple of the mean", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
        ],
    )
    words = dict(zip(PARTS, ("— between generations", "- - within one"), strict=True))
    names = corner_labels(base, "part", words)
    return first_panel(small_multiples(layers(average_line(), band, line, names), panels()), "part")


FIGURE = Figure(
    title="Score over size, between model generations and within them",
    caption=(
        "Two curves: over the mean size of a model generation (blue, solid), and over size "
        "within a generation (orange, dashed). Bands: pointwise 95 %."
    ),
    method=(
        "One GAMM with the mean log size of a generation, such as Llama 2, and how much larger "
        "a model is than that mean (Mundlak 1978), and random intercepts of architecture and "
        "base family. Curves of one smoother, untested."
    ),
    alternative="One panel per benchmark with two curves of relative score: over the mean size of "
    "model generations, and over size as a multiple of that mean.",
    is_folded=True,
    switches=(COHORT,),
)
