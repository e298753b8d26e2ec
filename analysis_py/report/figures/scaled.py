"""Scores scaled by how rare an architecture family is (Figs 8 to 10)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure, Page, Switch
from analysis_py.report.figures.interplay import RESPONSE, curves
from analysis_py.report.style import (
    BLUE,
    GREEN,
    GREY,
    TWO_LINES,
    VERMILLION,
    panels,
    ratio_axis,
    size_axis,
    small_multiples,
)

TRAINING_TYPE = Switch("training_type", "Training type")
MODELS = ("size", "size within a training type", "size beside the other scores")
LINES = ("scaled scores", "scores as they are")


def scaled_curves() -> alt.FacetChart:
    """Return each curve on scaled scores with its band, and the unscaled one dashed over it."""
    base = alt.Chart(ROWS).encode(x=size_axis())
    band = base.mark_area(color=BLUE, interpolate="natural").encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    lines = (
        base.transform_fold(["relative_score", "unscaled"], as_=["column", "value"])
        .transform_calculate(
            line=f"datum.column == 'unscaled' ? '{LINES[1]}' : '{LINES[0]}'",
        )
        .mark_line(interpolate="natural")
        .encode(
            y=ratio_axis("value"),
            color=alt.Color(
                "line:N", title=None, scale=alt.Scale(domain=LINES, range=[BLUE, VERMILLION])
            ),
            strokeDash=alt.StrokeDash(
                "line:N", title=None, scale=alt.Scale(domain=LINES, range=[[1, 0], [5, 4]])
            ),
            tooltip=[
                alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
                alt.Tooltip("relative_score:Q", title="scaled: relative score", format=".3f"),
                alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
                alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
                alt.Tooltip("unscaled:Q", title="unscaled: relative score", format=".3f"),
            ],
        )
    )
    words = (
        alt.Chart(ROWS)
        .transform_filter("isValid(datum.n_obs)")
        .transform_calculate(
            words="'n = ' + format(datum.n_obs, ',') + ' · apart by at most '"
            " + format(datum.difference_pct, '.1f') + ' %'"
        )
        .mark_text(fontSize=11, align="left", baseline="bottom")
        .encode(x=alt.value(0), y=alt.value(-5), text="words:N")
    )
    return small_multiples(alt.layer(band, lines, words), panels())


def scaled_agreement() -> alt.LayerChart:
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
            y=alt.Y(
                "label:N",
                title=None,
                sort=alt.EncodingSortField(field="benchmark_order", op="min"),
                axis=alt.Axis(grid=True, labelOverlap=False, labelExpr=TWO_LINES),
            ),
            yOffset=alt.YOffset("model:N", scale=alt.Scale(domain=MODELS)),
            color=alt.Color(
                "model:N",
                title="curve of",
                scale=alt.Scale(domain=MODELS, range=[BLUE, GREEN, VERMILLION]),
            ),
            shape=alt.Shape(
                "model:N",
                title="curve of",
                scale=alt.Scale(domain=MODELS, range=["circle", "triangle-up", "diamond"]),
            ),
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


def scaled_interplay_fit() -> alt.LayerChart:
    """Return per benchmark the explained deviance before and after scaling, joined by a line."""
    base = alt.Chart(ROWS).encode(
        y=alt.Y(
            "label:N",
            title=None,
            sort=alt.EncodingSortField(field="benchmark_order", op="min"),
            axis=alt.Axis(labelOverlap=False, labelExpr=TWO_LINES),
        ),
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("unscaled_pct:Q", title="scores as they are, %", format=".1f"),
            alt.Tooltip("scaled_pct:Q", title="scaled scores, %", format=".1f"),
            alt.Tooltip("n_obs:Q", title="n", format=","),
        ],
    )
    base = base.transform_calculate(label="datum.benchmark + ' · n = ' + format(datum.n_obs, ',')")
    title = "deviance explained, %"
    bars = base.mark_rule(color=GREY, strokeWidth=2).encode(
        x=alt.X(
            "unscaled_pct:Q",
            title=title,
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(tickCount=6),
        ),
        x2="scaled_pct:Q",
    )
    points = (
        base.transform_fold(["scaled_pct", "unscaled_pct"], as_=["column", "value"])
        .transform_calculate(line=f"datum.column == 'unscaled_pct' ? '{LINES[1]}' : '{LINES[0]}'")
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=alt.X("value:Q", title=title),
            color=alt.Color(
                "line:N", title=None, scale=alt.Scale(domain=LINES, range=[BLUE, VERMILLION])
            ),
            shape=alt.Shape(
                "line:N", title=None, scale=alt.Scale(domain=LINES, range=["circle", "diamond"])
            ),
        )
    )
    return alt.layer(bars, points).properties(width=760, height=240)


CAPTION = (
    "Blue with its pointwise 95 % band: the curve on scaled scores. Orange, dashed: the curve on "
    "the scores as they are. 1 is the average model; both axes are on log scales. Above each "
    "panel is the largest distance between the two, in percent of the range of the unscaled "
    "curve."
)

PAGE = Page(
    name="scaled",
    title="Scaled variants",
    summary="What changes when scores are scaled by architecture",
    figures=(
        Figure(
            name="scaled_size_curves",
            title="Model size on scaled scores, and on the scores as they are",
            caption=CAPTION,
            alternative="Curves of relative score over model size, one panel per benchmark, on "
            "scaled scores and on unscaled ones.",
            chart=scaled_curves,
            switches=(COHORT, ENGINE),
            default={"cohort_id": "paper_2024_01", "engine": "reml"},
            paper_figure="Fig. 8",
        ),
        Figure(
            name="scaled_by_type",
            title="The same within one training type",
            caption=CAPTION + " n counts the evaluations of the training type. By REML.",
            alternative="Curves of relative score over model size for one training type, one "
            "panel per benchmark, on scaled scores and on unscaled ones.",
            chart=scaled_curves,
            switches=(COHORT, TRAINING_TYPE),
            default={"cohort_id": "paper_2024_01", "training_type": "fine-tuned"},
            paper_figure="Fig. 10",
        ),
        Figure(
            name="scaled_agreement",
            title="How far scaling moves each curve of size",
            caption="One mark per curve. Circles: one curve for all. Triangles: a curve per "
            "training type. Diamonds: the curve of size in the interplay model, where "
            "the explaining scores are scaled as well. The axis is on a log scale.",
            alternative="Dots of the largest distance between scaled and unscaled curves of "
            "size, by benchmark and model.",
            chart=scaled_agreement,
            switches=(COHORT, ENGINE),
            default={"cohort_id": "paper_2024_01", "engine": "reml"},
        ),
        Figure(
            name="scaled_interplay_fit",
            title="What scaling does to the fit of the interplay models",
            caption="Share of the deviance of each log score that the other scores, size and "
            "architecture explain: diamonds on the scores as they are, circles once "
            "both sides are scaled.",
            alternative="Pairs of dots per benchmark: explained deviance with and without scaling.",
            chart=scaled_interplay_fit,
            switches=(COHORT, ENGINE),
            default={"cohort_id": "paper_2024_01", "engine": "reml"},
        ),
        Figure(
            name="scaled_interplay_curves",
            title="One scaled score over each other scaled score, given the rest",
            caption="As in Fig. 6, but every score is multiplied by the factor of its "
            "architecture family, so a score may exceed 100 %. The paper's rows, by "
            "REML. Band: pointwise 95 %; all panels share the y axis.",
            alternative="Curves of one scaled score over each other scaled score and over size.",
            chart=lambda: curves(with_ends=False),
            switches=(RESPONSE,),
            default={"response": "HellaSwag"},
            paper_figure="Fig. 9",
        ),
    ),
    facts=(
        "scaled_factors",
        "scaled_distances",
        "scaled_decisions",
        "scaled_fits",
        "scaled_scores",
        "scaled_verdicts",
    ),
)
