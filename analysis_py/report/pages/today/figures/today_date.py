"""Scores by the day of release."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers

_OPENNESS = alt.Scale(
    domain=["open weights", "closed", "not known"], range=[BLUE, VERMILLION, GREY]
)


def chart() -> alt.LayerChart:
    """Return the models as dots, with a curve and its band behind them."""
    day = alt.X(
        "released_on:T",
        title="date of release",
        axis=alt.Axis(format="%b %Y", labelOverlap="greedy", tickCount=8),
    )
    score = alt.Y("score_pct:Q", title="score, %", scale=alt.Scale(domain=[0, 100]))
    curve = alt.Chart(ROWS).transform_filter("datum.kind === 'curve'").encode(x=day)
    band = curve.mark_area(color=GREY, opacity=0.2).encode(
        y=alt.Y("ci_low:Q", title="score, %"), y2="ci_high:Q"
    )
    line = curve.mark_line(color=GREY).encode(y=score)
    dots = (
        alt.Chart(ROWS)
        .transform_filter("datum.kind === 'model'")
        .mark_point(filled=True, size=45, opacity=0.75)
        .encode(
            x=day,
            y=score,
            color=alt.Color("openness:N", title=None, scale=_OPENNESS),
            shape=alt.Shape(
                "openness:N",
                title=None,
                scale=alt.Scale(domain=_OPENNESS.domain, range=["circle", "diamond", "square"]),
            ),
            tooltip=[
                alt.Tooltip("model:N", title="model"),
                alt.Tooltip("developer:N", title="developer"),
                alt.Tooltip("released_on:T", title="released on", format="%Y-%m-%d"),
                alt.Tooltip("score_pct:Q", title="score, %", format=".1f"),
                alt.Tooltip("openness:N", title="weights"),
            ],
        )
    )
    return layers(band, line, dots).properties(
        width=640, height=360, usermeta={"legend_entry": 120}
    )


FIGURE = Figure(
    name="today_date",
    title="Scores by date of release",
    caption=(
        "A mark is a model on its day of release. Curve: natural spline with a 95 % band "
        "clustered by developer. Near 100 % a score cannot rise further."
    ),
    method="A model has the mean of its runs. The tooltip has its name.",
    alternative=(
        "Scores over the date of release on one benchmark, a mark per model by open and "
        "closed weights, with a smooth curve and its band."
    ),
    chart=chart,
    switches=(Switch("benchmark_name", "Benchmark"),),
)
