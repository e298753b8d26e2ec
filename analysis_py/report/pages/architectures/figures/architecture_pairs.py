"""On how many benchmarks two families differ (Table 2)."""

import altair as alt

from analysis_py.report.encodings import GREY, signs
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.pages.architectures.shared import FAMILIES
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return a matrix of families: on how many benchmarks each pair differs, by both tests."""
    colours, _ = signs(["raw", "clustered"])
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "column_label:N",
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-90, labelOverlap=False),
        ),
        y=alt.Y("row_label:N", title=None, axis=alt.Axis(labelLimit=0, ticks=False)),
        tooltip=[
            alt.Tooltip("row_label:N", title="family (n)"),
            alt.Tooltip("column_label:N", title="other family"),
            alt.Tooltip("test:N"),
            alt.Tooltip("n_significant:Q", title="benchmarks with a significant difference"),
            alt.Tooltip("n_benchmarks:Q", title="benchmarks"),
        ],
    )
    cells = base.mark_rect(stroke=GREY, strokeWidth=0.5).encode(
        # light enough for the number in either mode
        opacity=alt.Opacity(
            "n_significant:Q", scale=alt.Scale(domain=[0, 6], range=[0.03, 0.45]), legend=None
        ),
        color=alt.Color("test:N", scale=colours, legend=None),
    )
    numbers = base.mark_text(fontSize=12).encode(text="cell:N")
    return layers(cells, numbers).properties(width=640, height=330)


FIGURE = Figure(
    title="On how many benchmarks two families differ significantly",
    caption=(
        "Number of benchmarks on which two families differ significantly. Below the diagonal: "
        "the paper's test with independent rows. Above: clustered by generation. A dash: "
        "nothing to test."
    ),
    method=(
        "Tukey–Kramer below, as in the paper's Table 2, and Holm above; both adjusted for all "
        "pairs and for the benchmarks. n in brackets."
    ),
    alternative=(
        "A square of architecture families against each other; each cell counts the benchmarks "
        "on which the two differ, below the diagonal by the paper's test and above it by a "
        "test clustered by model generation."
    ),
    switches=(COHORT, FAMILIES),
    default={"families": "11 families"},
    paper_figure="Table 2",
    is_folded=True,
)
