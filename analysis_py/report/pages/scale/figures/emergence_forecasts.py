"""Extrapolation from smaller to larger models."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import COHORT, ROWS, Figure, Switch
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the error of forecasts from small models to large ones, on one scale."""
    base = alt.Chart(ROWS).encode(
        y=rows("benchmark", "benchmark_order", labelExpr="split(datum.label, '|')"),
    )
    one = alt.Chart(ROWS).mark_rule(color=GREY).encode(x=alt.datum(1))
    interval = base.mark_rule(strokeWidth=2.5, color=BLUE).encode(
        x=_ratio_axis("error_ratio_ci_low"), x2="error_ratio_ci_high:Q"
    )
    points = base.mark_point(size=60, opacity=1, strokeWidth=2, color=BLUE, fill=BLUE).encode(
        x=_ratio_axis("error_ratio"),
        fillOpacity=alt.condition("datum.is_underpredicted", alt.value(1), alt.value(0)),
        tooltip=[
            alt.Tooltip("error_ratio:Q", title="error beyond ÷ within", format=".2f"),
            *low_and_high("error_ratio_ci_low", "error_ratio_ci_high", "95 % interval", ".2f"),
            alt.Tooltip("cut_b:Q", title="cut, billions", format=".3~g"),
            alt.Tooltip("n_within:Q", title="base models up to it"),
            alt.Tooltip("n_beyond:Q", title="base models beyond"),
        ],
    )
    return layers(one, interval, points).properties(width=560, height=240)


def _ratio_axis(field: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title="error beyond the cut ÷ error up to it",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~g", values=[0.5, 1, 2, 5, 10, 20, 50]),
    )


FIGURE = Figure(
    title="Do smaller models predict larger ones?",
    caption=(
        "Error of a straight line beyond the sizes it was fitted to, as a multiple of its error "
        "within them. At 1, large models are as predictable as small ones."
    ),
    method=(
        "A line through the base models up to a cut is extrapolated to those beyond it; the 95 % "
        "intervals are bootstrapped over base models. Filled: large models do better than "
        "predicted. n: base models up to the cut + beyond it. The cut, at a share of the base "
        "models, is chosen without looking at the scores."
    ),
    alternative="Dots with intervals, one per benchmark: the "
    "error of forecasts for large models in units of the error for small ones.",
    switches=(COHORT, Switch("cut", "Cut"), Switch("score_scale_name", "Scale of the score")),
    default={"cut": "share of the base models", "score_scale_name": "log odds"},
    is_folded=True,
)
