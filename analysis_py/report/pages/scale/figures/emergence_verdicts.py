"""The verdict on each ability on each scale of the score."""

from typing import Literal

import altair as alt

from analysis_py.report.encodings import EMERGENCE, GREY, signs
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import CELLS, columns, rows
from analysis_py.report.shapes.layers import layers

VERDICTS = ("gradual", "emergent", "not monotone", "inconclusive", "flat", "not tested")

#: Width of the table, in pixels, below which cells show only the verdict.
NARROW = "width < 400"


def chart() -> alt.LayerChart:
    """Return a table of verdicts in words, coloured."""
    colours, _ = signs(VERDICTS, EMERGENCE)
    base = alt.Chart(ROWS).encode(
        x=columns(
            "score_scale_name",
            "score_scale_order",
            labelAngle=0,
            labelExpr=f"{NARROW} ? split(datum.label, ' ') : datum.label",
            # lines after the first go downwards
            labelPadding=alt.ExprRef(f"{NARROW} ? 17 : 4"),
        ),
        y=rows(
            "label",
            "benchmark_order",
            **CELLS,
            labelExpr="split(datum.label, '|')",
            labelOffset=-6,
        ),
    )
    cells = base.mark_rect(opacity=0.35, stroke=GREY, strokeWidth=0.5).encode(
        color=alt.Color(
            "verdict:N",
            title=None,
            scale=colours,
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("benchmark_name:N", title="benchmark"),
            alt.Tooltip("score_scale_name:N", title="scale of the score"),
            alt.Tooltip("verdict:N"),
            alt.Tooltip("best_model:N", title="best model"),
            alt.Tooltip("sharp_delta_bic:Q", title="BIC for a jump", format="+.1f"),
            alt.Tooltip("error_ratio:Q", title="error of the forecast, ratio", format=".2f"),
            alt.Tooltip("p_fall:Q", title="p of a fall", format=".2~g"),
            alt.Tooltip("n_obs:Q", title="base models"),
        ],
    )
    # verdicts other than gradual stand out, even in black and white
    weights: dict[str, Literal["normal", "bold"]] = {"true": "normal", "false": "bold"}
    words = [
        base.transform_filter(f"(datum.verdict == 'gradual') == {is_gradual}")
        .mark_text(
            dy=alt.ExprRef(f"{NARROW} ? (indexof(datum.verdict, ' ') < 0 ? 0 : -6) : -6"),
            fontSize=alt.ExprRef(f"{NARROW} ? 10.5 : 13"),
            fontWeight=weight,
            lineBreak="|",
        )
        .transform_calculate(words=f"{NARROW} ? replace(datum.verdict, ' ', '|') : datum.verdict")
        .encode(text="words:N")
        for is_gradual, weight in weights.items()
    ]
    evidence = (
        base.transform_calculate(
            evidence="isValid(datum.sharp_delta_bic) "
            "? 'Δ ' + replace(format(datum.sharp_delta_bic, '+.0f'), '-', '−') : ''"
        )
        .mark_text(dy=8, opacity=alt.ExprRef(f"{NARROW} ? 0 : 1"))
        .encode(text="evidence:N")
    )
    return layers(cells, *words, evidence).properties(width=560, height=270)


FIGURE = Figure(
    title="Does an ability emerge? The verdict on each scale of the score",
    caption=(
        "<em>Emergent</em>: a jump fits better than any gradual curve, and smaller models "
        "underpredict larger ones. <em>Gradual</em>: a gradual curve fits better and rises. n "
        "counts base models."
    ),
    method=(
        "Judged on pretrained models, counting every base once. A jump has to fit better by more "
        "than gradual curves would give by chance. <em>Not monotone</em>: the curve falls "
        "somewhere. Δ is how much better a jump fits in BIC; less than 2 either way decides "
        "nothing."
    ),
    alternative="A table of verdicts in words, benchmarks by four scales of the score.",
    switches=(COHORT,),
)
