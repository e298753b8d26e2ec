"""Decisions on pairs of groups under other methods."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, INK, VERMILLION
from analysis_py.report.figure import COHORT, Figure, Switch
from analysis_py.report.pages.robustness.shared import parted_bars

OUTCOMES = {
    "by_both": INK,
    "by_the_first_only": VERMILLION,
    "by_the_second_only": BLUE,
    "not_significant_by_either": GREY,
}


def chart() -> alt.LayerChart:
    """Return the pairs of each label that each of two methods finds to differ."""
    return parted_bars(OUTCOMES, "% of the pairs")


FIGURE = Figure(
    title="How many decisions on pairs of groups change with the method",
    caption=(
        "Pairs of groups on all benchmarks, at 5 %, by which of the two chosen methods find a "
        "difference; n counts pairs."
    ),
    method=(
        "Benjamini–Hochberg and Holm adjust Tukey–Kramer's p-values, which allow for the pairs "
        "of a label, for the number of benchmarks too; Holm's is what significant means "
        "elsewhere. Pooled: Tukey–Kramer, the paper's test. Separate: Games–Howell, which gives "
        "each group its own variance; both by Holm. Architecture, 5: in five coarser groups. "
        "Pairs that one method cannot compare are left out."
    ),
    alternative="One bar per label, divided into pairs of groups whose difference both methods "
    "find, the first only, the second only, and neither.",
    switches=(COHORT, Switch("rivals", "Methods")),
    default={"rivals": "pooled, then separate variances"},
)
