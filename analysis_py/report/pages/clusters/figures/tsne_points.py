"""All scores of each model in one picture (Fig. 11)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.populations import ON_THE_PAPERS_ROWS
from analysis_py.report.shapes.layers import layers
from analysis_py.report.style import (
    GREY,
    PALETTE,
    SIZE_RAMP,
    TRAINING_TYPE_COLOURS,
    TRAINING_TYPES,
)

RANGES = ("0–1.5", "1.5–3", "3–7", "7–13", "13–35", "35 and more", "unknown")

RANGE_COLOURS = (*SIZE_RAMP, GREY)

#: The paper's families; those with the fewest models are counted among the others.
FAMILIES = ("Llama", "Mistral", "GPT2", "GPTNeo", "GPTJ", "OPT", "Bloom", "Other")

FAMILY_COLOURS = (*(colour for colour in PALETTE if colour != GREY), GREY)

SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "triangle-down",
    "cross",
    "triangle-right",
    "triangle-left",
)


def chart() -> alt.ConcatChart:
    """Return the picture three times, coloured by size, training type and architecture."""
    drawings = [
        _coloured("parameter_range", "Range of size, billions", RANGES, RANGE_COLOURS),
        _coloured("training_type", "Training type", TRAINING_TYPES, TRAINING_TYPE_COLOURS),
        _coloured("family", "Architecture family", FAMILIES, FAMILY_COLOURS),
    ]
    return alt.concat(*drawings, columns=3, spacing=24).resolve_scale(
        color="independent", shape="independent"
    )


def _coloured(
    column: str, title: str, levels: tuple[str, ...], colours: tuple[str, ...]
) -> alt.LayerChart:
    legend = alt.Legend(columns=2, symbolSize=60, orient="bottom", symbolOpacity=1)
    axis = alt.Axis(labels=False, ticks=False, grid=False, title=None)
    shapes = list(SHAPES[: len(levels)])
    points = (
        alt.Chart(ROWS)
        .mark_point(filled=True, size=22, opacity=0.75)
        .encode(
            x=alt.X("x:Q", axis=axis, scale=alt.Scale(zero=False, nice=False, padding=8)),
            y=alt.Y("y:Q", axis=axis, scale=alt.Scale(zero=False, nice=False, padding=8)),
            color=alt.Color(
                f"{column}:N",
                title=None,
                scale=alt.Scale(domain=levels, range=list(colours)),
                legend=legend,
            ),
            shape=alt.Shape(
                f"{column}:N",
                title=None,
                scale=alt.Scale(domain=levels, range=shapes),
                legend=legend,
            ),
            tooltip=[
                alt.Tooltip("parameter_range:N", title="range of size"),
                alt.Tooltip("training_type:N", title="training type"),
                alt.Tooltip("family:N", title="architecture family"),
            ],
        )
    )
    count = (
        alt.Chart(ROWS)
        .transform_aggregate(shown="count()", all="max(n_evaluations)")
        .transform_calculate(
            words="'n = ' + format(datum.shown, ',')"
            " + (datum.shown < datum.all ? ' of ' + format(datum.all, ',') : '')"
        )
        .mark_text(align="left", baseline="bottom", fontSize=11)
        .encode(x=alt.value(4), y=alt.value(276), text="words:N")
    )
    return layers(points, count).properties(
        title=alt.Title(title, anchor="start", fontSize=12), width=280, height=280
    )


FIGURE = Figure(
    name="tsne_points",
    title="All scores of each model, in one picture",
    caption="t-SNE: one mark per evaluation, and neighbours have much the same scores on "
    "all benchmarks. Three times the same places, coloured by three labels. Directions, "
    "distances between groups and their density mean nothing. Of large populations a "
    "random part is drawn.",
    alternative="Three scatter plots of the same points without axes, coloured by range "
    "of size, training type and architecture family.",
    chart=chart,
    switches=(COHORT,),
    default=ON_THE_PAPERS_ROWS,
    paper_figure="Fig. 11",
    renderer="canvas",
)
