"""Score by model size within each training type (Fig. 7)."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure, Switch
from analysis_py.report.shapes.axes import ratio_axis, size_axis
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels


def chart() -> alt.FacetChart:
    """Return a panel per training type: its curve of size with its band, the others in grey."""
    x = size_axis()
    # rows of its own are those of every panel
    others = (
        alt.Chart(ROWS)
        .mark_line(interpolate="monotone", color=GREY, strokeWidth=1, opacity=0.6)
        .encode(x=x, y=ratio_axis("relative_score"), detail="training_type:N")
    )
    base = alt.Chart().encode(x=x)
    band = base.mark_area(interpolate="monotone", color=BLUE).encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    line = base.mark_line(interpolate="monotone", color=BLUE).encode(
        y=ratio_axis("relative_score"),
        tooltip=[
            alt.Tooltip("training_type:N", title="training type"),
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            *low_and_high("relative_score_low", "relative_score_high", "95 % band", ".3f"),
        ],
    )
    return (
        layers(band, others, line)
        .properties(width=260, height=180)
        .facet(panels("panel", order="type_order"), data=ROWS, columns=3)
        .resolve_axis(x="independent", y="independent")
    )


FIGURE = Figure(
    title="How scores change with size within each training type",
    caption=(
        "Score relative to the average model of the same type, with a 95 % band; axes are "
        "logarithmic. Grey: the other types. Shapes can be compared, heights cannot."
    ),
    method=(
        "Clustered by base model, or with rows treated as independent as in the paper. A curve "
        "spans the sizes that its type has."
    ),
    alternative=(
        "Curves of relative score over model size, one panel per training type: its own with a "
        "band, and the others in grey."
    ),
    switches=(COHORT, ENGINE, Switch("way", "Counted"), Switch("benchmark_name", "Benchmark")),
    default={"engine": "reml"},
    paper_figure="Fig. 7",
    is_folded=True,
)
