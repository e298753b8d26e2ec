"""Emergence: the verdict on each ability, and whether small models foretell large ones."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import ROWS
from analysis_py.report.style import BLUE, GREEN, GREY, PINK, VERMILLION

VERDICTS = ("gradual", "emergent", "not monotone", "undecided", "flat", "not tested")
VERDICT_COLOURS = [BLUE, VERMILLION, GREEN, PINK, GREY, GREY]

SCALES = ("percent", "logarithm", "log odds", "above chance")


def emergence_verdicts() -> alt.LayerChart:
    """Return a table of verdicts in words, coloured."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "score_scale_name:N",
            title=None,
            sort=alt.EncodingSortField(field="score_scale_order", op="min"),
            axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False),
        ),
        y=alt.Y(
            "benchmark_name:N",
            title=None,
            sort=alt.EncodingSortField(field="benchmark_order", op="min"),
            axis=alt.Axis(domain=False, ticks=False),
        ),
    )
    cells = base.mark_rect(opacity=0.35, stroke=GREY, strokeWidth=0.5).encode(
        color=alt.Color(
            "verdict:N",
            title=None,
            scale=alt.Scale(domain=VERDICTS, range=VERDICT_COLOURS),
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
    # whatever is not gradual stands out, in black and white too
    words = [
        base.transform_filter(f"(datum.verdict == 'gradual') == {is_gradual}")
        .mark_text(dy=-6, fontSize=12, fontWeight=weight)
        .encode(text="verdict:N")
        for is_gradual, weight in (("true", "normal"), ("false", "bold"))
    ]
    evidence = (
        base.transform_calculate(
            evidence="isValid(datum.sharp_delta_bic) "
            "? 'n ' + datum.n_obs + ', Δ ' + format(datum.sharp_delta_bic, '+.0f') "
            ": 'n ' + datum.n_obs"
        )
        .mark_text(dy=8, fontSize=11)
        .encode(text="evidence:N")
    )
    return alt.layer(cells, *words, evidence).properties(
        width=560, height=270, usermeta={"min_width": 440}
    )


def emergence_forecasts() -> alt.LayerChart:
    """Return the error of forecasts from small models to large ones, on each scale."""
    colours = alt.Scale(domain=SCALES, range=[BLUE, VERMILLION, GREEN, PINK])
    base = alt.Chart(ROWS).encode(
        y=alt.Y(
            "benchmark:N",
            title=None,
            sort=alt.EncodingSortField(field="benchmark_order", op="min"),
            axis=alt.Axis(labelExpr="split(datum.label, '|')"),
        ),
        yOffset=alt.YOffset("score_scale_name:N", sort=SCALES),
        color=alt.Color("score_scale_name:N", title=None, scale=colours),
    )
    one = alt.Chart(ROWS).mark_rule(color=GREY).encode(x=alt.datum(1))
    interval = base.mark_rule(strokeWidth=2.5).encode(
        x=_ratio_axis("error_ratio_ci_low"), x2="error_ratio_ci_high:Q"
    )
    points = base.mark_point(size=60, opacity=1, strokeWidth=2).encode(
        x=_ratio_axis("error_ratio"),
        shape=alt.Shape(
            "score_scale_name:N",
            title=None,
            scale=alt.Scale(domain=SCALES, range=["circle", "diamond", "square", "triangle-up"]),
        ),
        fill=alt.Fill("score_scale_name:N", title=None, scale=colours),
        fillOpacity=alt.condition("datum.is_underpredicted", alt.value(1), alt.value(0)),
        tooltip=[
            alt.Tooltip("score_scale_name:N", title="scale of the score"),
            alt.Tooltip("error_ratio:Q", title="error beyond ÷ within", format=".2f"),
            alt.Tooltip("error_ratio_ci_low:Q", title="95 % interval, low", format=".2f"),
            alt.Tooltip("error_ratio_ci_high:Q", title="95 % interval, high", format=".2f"),
            alt.Tooltip("cut_b:Q", title="cut, billions", format=".3~g"),
            alt.Tooltip("n_within:Q", title="base models up to it"),
            alt.Tooltip("n_beyond:Q", title="base models beyond"),
        ],
    )
    return alt.layer(one, interval, points).properties(width=560, height=400)


def _ratio_axis(field: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title="error beyond the cut ÷ error up to it",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~g", values=[0.5, 1, 2, 5, 10, 20, 50]),
    )
