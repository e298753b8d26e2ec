"""What is left of the significant tests when they are adjusted for the number of benchmarks."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, Figure, Switch
from analysis_py.report.pages.checks.shared import decision_bars
from analysis_py.report.populations import ON_THE_PAPERS_ROWS

OUTCOMES = ("after Holm", "after Benjamini–Hochberg only", "unadjusted only", "not shown")


def chart() -> alt.LayerChart:
    """Return the tests of each label by the strictest adjustment that they pass."""
    return decision_bars(OUTCOMES, "% of the tests")


FIGURE = Figure(
    name="checks_many_tests",
    title="How many tests stay significant when many are made",
    caption="Tests of the chosen kind on all benchmarks, by the strictest adjustment that leaves "
    "them significant at 5 %. One question is asked on every benchmark, and its p-values are "
    "adjusted over the benchmarks; those of pairs were adjusted for all pairs of a label before. "
    "Holm guards against any false finding, Benjamini–Hochberg against a large share of them. The "
    "numbers count tests; those of narrow pieces are in the tooltip.",
    alternative="One bar per label, divided into tests that are significant after Holm's "
    "adjustment, after Benjamini and Hochberg's only, unadjusted only, and not at all.",
    chart=chart,
    switches=(COHORT, Switch("kind", "Test")),
    default=ON_THE_PAPERS_ROWS,
)
