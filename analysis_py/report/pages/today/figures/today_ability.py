"""Ability by the day of release."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers

_OPENNESS = alt.Scale(
    domain=["open weights", "closed", "not known"], range=[BLUE, VERMILLION, GREY]
)


def chart() -> alt.LayerChart:
    """Return the models as dots, the records among them with bars and names."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "released_on:T",
            title="date of release",
            axis=alt.Axis(format="%b %Y", labelOverlap="greedy", tickCount=8),
        ),
        color=alt.Color("openness:N", title=None, scale=_OPENNESS),
    )
    points = alt.Y("points:Q", title="ability, points", scale=alt.Scale(zero=False))
    dots = base.mark_point(filled=True, size=40).encode(
        y=points,
        shape=alt.Shape(
            "openness:N",
            title=None,
            scale=alt.Scale(domain=_OPENNESS.domain, range=["circle", "diamond", "square"]),
        ),
        opacity=alt.condition("datum.is_record", alt.value(1), alt.value(0.45)),
        tooltip=[
            alt.Tooltip("model:N", title="model"),
            alt.Tooltip("developer:N", title="developer"),
            alt.Tooltip("released_on:T", title="released on", format="%Y-%m-%d"),
            alt.Tooltip("points:Q", title="points", format=".1f"),
            alt.Tooltip("points_low:Q", title="90 % interval, low", format=".1f"),
            alt.Tooltip("points_high:Q", title="90 % interval, high", format=".1f"),
            alt.Tooltip("rank_low:Q", title="best rank of 90 %"),
            alt.Tooltip("rank_high:Q", title="worst rank of 90 %"),
            alt.Tooltip("n_benchmarks:Q", title="benchmarks"),
            alt.Tooltip("openness:N", title="weights"),
        ],
    )
    records = base.transform_filter("datum.is_record")
    bars = records.mark_rule().encode(
        y=alt.Y("points_low:Q", title="ability, points"), y2="points_high:Q"
    )
    names = records.mark_text(align="right", dx=-6, fontSize=11).encode(y=points, text="named:N")
    return layers(bars, dots, names).properties(
        width=640, height=420, usermeta={"legend_entry": 120}
    )


FIGURE = Figure(
    name="today_ability",
    title="One scale of ability, by date of release",
    caption=(
        "A mark is a model on the scale of all its benchmarks, by its date of release. Named, "
        "with 90 % intervals: the best of all when they were released."
    ),
    method=(
        "Open weights that came later than the service stand on the day of the service. The "
        "tooltip has the interval of a model and the ranks that it may have."
    ),
    alternative=(
        "Points of ability over the date of release, a mark per model by open and closed "
        "weights, the records named and with intervals."
    ),
    chart=chart,
    switches=(Switch("cohort_name", "Source"),),
)
