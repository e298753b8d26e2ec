"""Score by model size within each training type (Fig. 7)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure, Switch
from analysis_py.report.shapes.axes import ratio_axis, size_axis
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.style import TRAINING_TYPE_COLOURS, TRAINING_TYPE_DASHES, TRAINING_TYPES


def chart() -> alt.FacetChart:
    """Return the partial effect of size within each training type, with its band."""
    pick = alt.selection_point(fields=["training_type"], bind="legend")
    kinds = list(TRAINING_TYPES[:-1])
    colour = alt.Color(
        "training_type:N",
        title=None,
        scale=alt.Scale(domain=kinds, range=list(TRAINING_TYPE_COLOURS[: len(kinds)])),
        legend=alt.Legend(symbolType="stroke", symbolOpacity=1, symbolSize=300),
    )
    base = alt.Chart(ROWS).encode(x=size_axis(), color=colour)
    band = (
        base.mark_area(interpolate="monotone")
        .encode(
            y=ratio_axis("relative_score_low"),
            y2="relative_score_high:Q",
            opacity=alt.condition(pick, alt.value(0.13), alt.value(0)),
        )
        .add_params(pick)
    )
    line = base.mark_line(interpolate="monotone").encode(
        y=ratio_axis("relative_score"),
        opacity=alt.condition(pick, alt.value(1), alt.value(0.12)),
        strokeDash=alt.StrokeDash(
            "training_type:N",
            title=None,
            scale=alt.Scale(domain=kinds, range=list(TRAINING_TYPE_DASHES)),
        ),
        tooltip=[
            alt.Tooltip("training_type:N", title="training type"),
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
            alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
        ],
    )
    facet = panels().header(labelExpr="split(datum.label, '|')")
    return small_multiples(layers(band, line), facet)


FIGURE = Figure(
    name="size_by_type",
    title="How scores change with size within each training type",
    caption=(
        "Score relative to the average model of the same type, with 95 % bands; axes are "
        "logarithmic. Shapes can be compared, heights cannot. Click a type to see it alone."
    ),
    method=(
        "Clustered by base model, or with rows treated as independent as in the paper. A curve "
        "spans the sizes that its type has. Under each benchmark is n of each type, in the "
        "order of the legend."
    ),
    alternative=(
        "Curves of relative score over model size, one panel per benchmark, one coloured "
        "and dashed line with a light band per training type."
    ),
    chart=chart,
    switches=(COHORT, ENGINE, Switch("way", "Counted")),
    default={"engine": "reml"},
    paper_figure="Fig. 7",
    is_folded=True,
)
