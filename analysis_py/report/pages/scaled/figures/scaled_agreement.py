"""Agreement of the size curves on scaled and unscaled scores."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.expressions import TWO_LINES
from analysis_py.report.shapes.series import colours, shapes

MODELS = ("size", "size within a training type", "size beside the other scores")


def chart() -> alt.LayerChart:
    """Return one mark per curve: how far scaling moves it, in percent of its range."""
    return (
        alt.Chart(ROWS)
        .mark_point(filled=True, size=70, opacity=0.8)
        .encode(
            x=alt.X(
                "difference_pct:Q",
                title=[
                    "largest distance between the curves,",
                    "% of the range of the unscaled one",
                ],
                scale=alt.Scale(type="log"),
                axis=alt.Axis(format="~g", values=[0.01, 0.1, 1, 10, 100, 1000]),
            ),
            y=rows("label", "benchmark_order", grid=True, labelOverlap=False, labelExpr=TWO_LINES),
            yOffset=alt.YOffset("model:N", scale=alt.Scale(domain=MODELS)),
            color=colours("model", MODELS, [BLUE, GREY, VERMILLION]),
            shape=shapes("model", MODELS, ["circle", "triangle-up", "diamond"]),
            tooltip=[
                alt.Tooltip("model:N", title="curve of"),
                alt.Tooltip("training_type:N", title="training type"),
                alt.Tooltip("difference_pct:Q", title="largest distance, %", format=".2f"),
                alt.Tooltip("correlation:Q", title="correlation of the curves", format=".4f"),
                alt.Tooltip("n_obs:Q", title="n of the model", format=","),
            ],
        )
        .properties(width=760, height=330)
    )


FIGURE = Figure(
    title="How far scaling moves each curve of size",
    caption=(
        "One mark per curve; logarithmic axis. Circles: one curve for all. Triangles: a curve "
        "per training type. Diamonds: the curve of size in the interplay model."
    ),
    method="In the interplay model the explaining scores are scaled as well.",
    alternative="Dots of the largest distance between scaled and unscaled curves of "
    "size, by benchmark and model.",
    switches=(COHORT, ENGINE),
    default={"engine": "reml"},
)
