"""Forecasts of best scores, and the outcomes."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.releases import day

_RESULTS = alt.Scale(
    domain=["sealed", "came inside", "came outside"], range=[BLUE, GREY, VERMILLION]
)


def chart() -> alt.LayerChart:
    """Return an interval per forecast at its target day, and the outcomes."""
    base = alt.Chart(ROWS).encode(
        x=day("due_on", "due on"),
        color=alt.Color("result:N", scale=_RESULTS, legend=None),
        tooltip=[
            alt.Tooltip("origin:T", title="based on data up to", format="%Y-%m-%d"),
            alt.Tooltip("due_on:T", title="due on", format="%Y-%m-%d"),
            alt.Tooltip("last_best_pct:Q", title="best score then, %", format=".0f"),
            alt.Tooltip("q05_pct:Q", title="5 % quantile", format=".0f"),
            alt.Tooltip("q50_pct:Q", title="median", format=".0f"),
            alt.Tooltip("q95_pct:Q", title="95 % quantile", format=".0f"),
            alt.Tooltip("outcome_pct:Q", title="outcome, %", format=".0f"),
        ],
    )
    score = alt.Y("q05_pct:Q", title="best score, %", scale=alt.Scale(domain=[0, 100]))
    wide = base.mark_rule(strokeWidth=2).encode(y=score, y2="q95_pct:Q")
    half = base.mark_rule(strokeWidth=6, opacity=0.5).encode(y="q25_pct:Q", y2="q75_pct:Q")
    came = (
        # all rows, as a layer without rows has no scale
        base.transform_calculate(
            place="isValid(datum.outcome_pct) ? datum.outcome_pct : datum.q50_pct"
        )
        .mark_point(filled=True, size=70, shape="diamond")
        .encode(
            y="place:Q",
            opacity=alt.condition("isValid(datum.outcome_pct)", alt.value(1), alt.value(0)),
        )
    )
    # above the last interval of each result
    names = (
        base.transform_joinaggregate(last="max(due_on)", groupby=["result"])
        .transform_calculate(name="datum.due_on === datum.last ? datum.result : ''")
        .mark_text(dy=-8)
        .encode(y="q95_pct:Q", text="name:N")
    )
    return layers(wide, half, came, names).properties(width=600, height=320)


FIGURE = Figure(
    title="Forecasts of the best score, and what came of them",
    caption=(
        "Forecasts of the best score on the day they are for: 90 % interval thin, 50 % thick. "
        "Diamond: the outcome. Sealed forecasts await a later snapshot."
    ),
    method=(
        "Forecasts from past quarters use only the models released by then. The sealed ones are "
        "made on the date of the data."
    ),
    alternative="Intervals of forecast best scores over the day that they are due, with outcomes.",
    switches=(Switch("cohort_name", "Source"), Switch("benchmark_name", "Benchmark")),
)
