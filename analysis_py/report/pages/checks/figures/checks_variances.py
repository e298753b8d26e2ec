"""Which differences hang on the assumption that all groups have one variance."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.pages.checks.shared import decision_bars
from analysis_py.report.populations import ON_THE_PAPERS_ROWS

OUTCOMES = (
    "significant either way",
    "with separate variances only",
    "with a pooled variance only",
    "not shown either way",
)


def chart() -> alt.LayerChart:
    """Return the pairs of each label by what the two methods decide."""
    return decision_bars(OUTCOMES, "% of the pairs")


FIGURE = Figure(
    name="checks_variances",
    title="How many differences hang on the assumption of equal variances",
    caption="Pairs of groups on all benchmarks, at 5 %. Pooled: Tukey–Kramer, which the paper "
    "uses; it takes all groups as equally spread. Separate: Games–Howell, which gives each group "
    "its own variance. The two pieces in the middle are decisions that flip. Pairs that one "
    "method cannot compare are left out.",
    alternative="One bar per label, divided into pairs of groups that differ significantly "
    "by both methods, with separate variances only, with a pooled variance only, and by neither.",
    chart=chart,
    switches=(COHORT,),
    default=ON_THE_PAPERS_ROWS,
)
