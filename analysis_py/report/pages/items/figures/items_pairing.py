"""What it is worth that two models answered the same questions."""

import altair as alt

from analysis_py.report.encodings import BLUE, INK
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.intervals import intervals, low_and_high
from analysis_py.report.shapes.layers import layers

#: The source of a benchmark below its name.
_TWO_LINES = "split(replace(datum.label, /\\)$/, ''), ' (')"


def chart() -> alt.LayerChart:
    """Return a row per benchmark: the median over pairs of models, and four fifths of them."""
    title = "times as many questions that an unpaired comparison needs"
    base = alt.Chart(ROWS).encode(
        y=alt.Y(
            "benchmark_name:N",
            title=None,
            sort=None,
            axis=alt.Axis(labelLimit=0, labelOverlap=False, ticks=False, labelExpr=_TWO_LINES),
        ),
        color=alt.value(BLUE),
        tooltip=[
            alt.Tooltip("benchmark_name:N", title="benchmark"),
            alt.Tooltip("worth:Q", title="times as many questions", format=".1f"),
            *low_and_high("worth_low", "worth_high", "80 % of the pairs", ".1f"),
            alt.Tooltip("detectable_pct:Q", title="shown by all questions, points", format=".1f"),
            alt.Tooltip("n_pairs:Q", title="pairs of models", format=","),
        ],
    )
    none = alt.Chart(ROWS).mark_rule(color=INK).encode(x=alt.datum(1))
    bars, dots = intervals(base, title, ("worth_low", "worth_high"), "worth")
    bars = bars.encode(x=alt.X("worth_low:Q", title=title, scale=alt.Scale(domainMin=0.8)))
    return layers(none, bars, dots).properties(width=560, height=460)


FIGURE = Figure(
    title="How many times as many questions an unpaired comparison needs",
    caption=(
        "Dot: median over pairs of models. Bar: 80 % of the pairs. At 1, pairing is worth nothing."
    ),
    method=(
        "The squared ratio of the unpaired standard error to the paired one. Pairs share models: "
        "the bars describe them and are no intervals. Benchmarks with fewer than 30 pairs are left "
        "out."
    ),
    alternative="A dot and a bar per benchmark, in the order of what pairing is worth.",
)
