"""Errors of scores from some of a benchmark's items."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, INK, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers

#: Colours and dashes of the lines, those that the figure speaks of first.
_WAYS: dict[str, tuple[str, list[int]]] = {
    "stratified, by a line": (BLUE, [1, 0]),
    "curated, by a line": (VERMILLION, [1, 0]),
    "random, as it is": (INK, [1, 0]),
    "random, by a line": (GREY, [6, 3]),
    "stratified, as it is": (GREY, [2, 2]),
}


def chart() -> alt.LayerChart:
    """Return a line per choice of items: the mean error over the number of items."""
    colours, dashes = zip(*_WAYS.values(), strict=True)
    legend = alt.Legend(symbolType="stroke", symbolSize=300)
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "n_items:Q",
            title="questions (log scale)",
            scale=alt.Scale(type="log", nice=False, padding=12),
            axis=alt.Axis(values=[10, 20, 50, 100, 200, 500]),
        ),
        color=alt.Color(
            "way:N",
            title=None,
            scale=alt.Scale(domain=list(_WAYS), range=list(colours)),
            legend=legend,
        ),
        tooltip=[
            alt.Tooltip("way:N", title="questions chosen, scored"),
            alt.Tooltip("n_items:Q", title="questions"),
            alt.Tooltip("mae_pct:Q", title="mean error, points", format=".2f"),
            *low_and_high("ci_low", "ci_high", "95 % interval", ".2f"),
        ],
    )
    error = alt.Y("mae_pct:Q", title="mean error, percentage points")
    return layers(
        base.mark_line().encode(
            y=error,
            strokeDash=alt.StrokeDash(
                "way:N",
                title=None,
                scale=alt.Scale(domain=list(_WAYS), range=list(dashes)),
                legend=legend,
            ),
        ),
        base.mark_point(filled=True, size=40).encode(y=error),
    ).properties(width=480, height=300)


FIGURE = Figure(
    title="Mean error of a score on a part of the questions, percentage points",
    caption=(
        "Mean absolute error of a score from some of the questions, for models of other bases. "
        "Stratified questions usually do better than random ones."
    ),
    method=(
        "By a line: the score is converted by a line fitted to the other families. Stratified: "
        "one question from each stratum of difficulty. Curated: from each, the question that "
        "agrees most with the others. The tooltip has the 95 % interval."
    ),
    alternative=("Lines that fall with the number of items, one per way to choose and score them."),
    switches=(Switch("benchmark_name", "Benchmark"),),
)
