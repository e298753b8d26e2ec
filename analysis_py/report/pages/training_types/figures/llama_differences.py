"""Mean differences between Llama and each other family."""

import altair as alt

from analysis_py.report.encodings import signs
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import lined_axis, zero_line
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import first_panel, row_labels
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples


def chart() -> alt.FacetChart:
    """Return how far Llama is ahead of each other family, by both tests."""
    ways, shapes = signs(["raw", "raw, clustered by generation"])
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="ahead", descending=True),
        yOffset=alt.YOffset("method_name:N", sort=ways.domain),
        color=alt.Color("method_name:N", scale=ways, legend=None),
        tooltip=[
            alt.Tooltip("label:N", title="other family (n)"),
            alt.Tooltip("method_name:N", title="way"),
            alt.Tooltip("ahead:Q", title="Llama ahead by, points", format="+.1f"),
            *low_and_high("ahead_low", "ahead_high", "95 % interval", "+.1f"),
        ],
    )
    bars = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("ahead_low:Q", title="Llama minus other, points"), x2="ahead_high:Q"
    )
    dots = base.mark_point(filled=True, size=55, opacity=1).encode(
        x="ahead:Q", shape=alt.Shape("method_name:N", scale=shapes, legend=None)
    )
    short = base.transform_calculate(way="replace(datum.method_name, 'raw, clustered ', '')")
    names = row_labels(
        short, "way", "ahead_high", order="ahead", panel="benchmark_order", descending=True
    )
    return first_panel(
        small_multiples(
            layers(zero_line(), bars, dots, names), panels(), height=260, x="independent"
        ),
        "method_name",
    ).properties(usermeta={"margin": 130})


FIGURE = Figure(
    title="How far Llama is ahead of each of the other families",
    caption=(
        "Mean of Llama minus mean of the other family, in points, with 95 % intervals. Circle: "
        "the paper's test. Square: clustered by generation. Neither adjusts for size."
    ),
    method=(
        "Circle: Tukey–Kramer, for all pairs at once. Square: the clustered test that controls "
        "its type I error on that design, each pair separately. n in brackets. A clustered "
        "interval with fewer than 4 degrees of freedom is not drawn."
    ),
    alternative=(
        "One panel per benchmark, one row per other family: the difference to Llama with "
        "an interval for independent rows and one clustered by model generation."
    ),
    switches=(COHORT,),
)
