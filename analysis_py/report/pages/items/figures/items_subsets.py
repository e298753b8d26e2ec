"""Errors of scores from some of a benchmark's items."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import BLUE, GREEN, GREY, PINK, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers

_WAYS = {
    "random, as it is": GREY,
    "random, by a line": BLUE,
    "stratified, as it is": PINK,
    "stratified, by a line": GREEN,
    "curated, by a line": VERMILLION,
}


def chart() -> alt.LayerChart:
    """Return a line per choice of items: the mean error over the number of items."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "n_items:Q",
            title="items (log scale)",
            scale=alt.Scale(type="log", nice=False, padding=12),
            axis=alt.Axis(values=[10, 20, 50, 100, 200, 500]),
        ),
        color=alt.Color(
            "way:N",
            title=None,
            scale=alt.Scale(domain=list(_WAYS), range=list(_WAYS.values())),
        ),
        tooltip=[
            alt.Tooltip("way:N", title="items chosen, scored"),
            alt.Tooltip("n_items:Q", title="items"),
            alt.Tooltip("mae_pct:Q", title="mean error, points", format=".2f"),
            alt.Tooltip("ci_low:Q", title="from", format=".2f"),
            alt.Tooltip("ci_high:Q", title="to", format=".2f"),
            alt.Tooltip("n_evaluations:Q", title="models"),
            alt.Tooltip("n_families:Q", title="base families"),
        ],
    )
    error = alt.Y("mae_pct:Q", title="mean error, percentage points")
    return layers(
        base.mark_line().encode(y=error),
        base.mark_point(filled=True, size=40).encode(y=error),
    ).properties(width=480, height=300)


FIGURE = Figure(
    name="items_subsets",
    title="How many items a score needs",
    caption=(
        "Mean absolute error of a score from k items, for held-out base families. The fewer "
        "items, the larger the error; stratified items do better than random ones."
    ),
    method=(
        "By a line: the score is converted by a line fitted to the other families. Stratified: "
        "one item from each stratum of difficulty. Curated: from each stratum, the item that "
        "agrees most with the others. The tooltip has the 95 % interval."
    ),
    alternative=("Lines that fall with the number of items, one per way to choose and score them."),
    chart=chart,
    switches=(Switch("benchmark_name", "Benchmark"),),
)
