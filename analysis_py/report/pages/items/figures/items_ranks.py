"""The ranks that models may hold, by paired answers and by scores alone."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import corner_labels
from analysis_py.report.shapes.layers import layers

_COLOURS = {"from scores alone": GREY, "from paired answers": BLUE}


def chart() -> alt.LayerChart:
    """Return a bar of ranks per model and way, the best model on the left."""
    base = alt.Chart(ROWS).encode(
        x=alt.X("place:Q", title="models, by score", scale=alt.Scale(zero=False, nice=False)),
        color=alt.Color(
            "way:N",
            scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("model_name:N", title="model"),
            alt.Tooltip("score_pct:Q", title="score, %", format=".1f"),
            alt.Tooltip("rank:Q", title="rank", format=","),
            alt.Tooltip("way:N", title="ranks left open"),
            *low_and_high("low", "high", "ranks, all models at once", ","),
            alt.Tooltip("n_models:Q", title="models", format=","),
        ],
    )
    bars = base.mark_rule().encode(
        y=alt.Y(
            "low:Q", title="ranks left open", scale=alt.Scale(reverse=True, nice=False, zero=False)
        ),
        y2="high:Q",
        strokeWidth=alt.condition("datum.way == 'from scores alone'", alt.value(1), alt.value(2)),
    )
    names = {name: f"▮ {name}" for name in reversed(_COLOURS)}
    return layers(bars, corner_labels(base, "way", names, panel="", at_foot=True)).properties(
        width=560, height=340
    )


FIGURE = Figure(
    title="Which ranks the models of a benchmark may hold",
    caption=(
        "A bar per model, the best on the left. Blue: the ranks that its answers leave open, for "
        "all models at once at 95 %. Grey: those that scores alone leave open."
    ),
    method=(
        "Two models that answered the same questions met the same difficulty, so answers separate "
        "models that scores alone do not. A model ranks below all that are significantly better "
        "by McNemar's exact test, or by t where questions share a text, after Bonferroni."
    ),
    alternative="Bars along a diagonal, blue ones inside longer grey ones.",
    switches=(Switch("benchmark_name", "Benchmark"),),
    renderer="canvas",
)
