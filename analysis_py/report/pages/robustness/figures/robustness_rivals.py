"""Rival shapes of ability over size, by how much worse they are than the best."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import COHORT, Figure, Switch
from analysis_py.report.pages.robustness.shared import benchmark_table
from analysis_py.report.style import CELL_OPACITY

#: Columns of the query, in words.
SHAPES = {
    "flat": "flat",
    "straight_line": "straight line",
    "broken_line": "broken line",
    "smooth_curve": "smooth curve",
    "sigmoid": "sigmoid",
    "step": "step",
}


def chart() -> alt.LayerChart:
    """Return a table of benchmarks by shape: BIC minus that of the best."""
    base = alt.Chart().encode(
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("column:N", title="shape"),
            alt.Tooltip("words:N", title="BIC against the best"),
            alt.Tooltip("jump:N", title="it is a"),
        ]
    )
    # only what does as well is filled
    fills = (
        base.transform_filter("datum.delta_bic < 2")
        .mark_rect(color=BLUE)
        .encode(
            opacity=alt.condition(
                "datum.delta_bic == 0", alt.value(CELL_OPACITY), alt.value(CELL_OPACITY / 2)
            )
        )
    )
    frames = base.mark_rect(filled=False, stroke=GREY, strokeWidth=0.5)
    jumps = base.transform_filter("datum.is_sharp")
    words = [
        base.transform_filter("!datum.is_sharp").mark_text(fontSize=12).encode(text="words:N"),
        jumps.mark_text(fontSize=12, dy=-7).encode(text="words:N"),
        jumps.mark_text(fontSize=11, dy=8, fontStyle="italic", text="jump"),
    ]
    table = benchmark_table(SHAPES, "delta_bic", fills, frames, *words)
    return table.transform_calculate(
        words="datum.delta_bic == 0 ? 'best' : '+' + format(datum.delta_bic, "
        "datum.delta_bic < 9.95 ? '.1f' : ',.0f')",
        is_sharp="datum.column == 'step' || datum.column == 'sigmoid' && datum.is_sharp_sigmoid",
        jump="datum.is_sharp ? 'jump' : null",
    ).properties(width=640, height=270, usermeta={"min_width": 560})


FIGURE = Figure(
    title="Which shapes of growth fit as well as the best",
    caption=(
        "BIC minus that of the best shape; every base family counts once. Full blue: the best. "
        "Pale blue: less than 2 worse, which decides nothing."
    ),
    method=(
        "Rival models of ability over log size; n counts base families. <em>Jump</em>: a step, "
        "or a sigmoid that rises within a doubling of size. BIC compares these six alone; all "
        "may be wrong."
    ),
    alternative="A table of benchmarks by six shapes of growth with the difference in BIC from "
    "the best; the best and those as good are coloured.",
    switches=(COHORT, Switch("score_scale_name", "Scale of the score")),
    default={"score_scale_name": "log odds"},
    is_folded=True,
)
