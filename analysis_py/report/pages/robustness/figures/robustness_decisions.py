"""Decisions on pairs of groups under other methods."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, INK, VERMILLION
from analysis_py.report.figure import COHORT, Figure, Switch
from analysis_py.report.shapes.axes import lined_axis
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.share_bars import share_bars

OUTCOMES = {
    "by both": INK,
    "by the first only": VERMILLION,
    "by the second only": BLUE,
    "by neither": GREY,
}


def chart() -> alt.LayerChart:
    """Return the pairs of each label that each of two methods finds to differ."""
    y = lined_axis("label_words", order="label_order")
    bars = share_bars(y, "outcome", OUTCOMES, "% of the pairs")
    return layers(*bars).properties(width=620, height=180, usermeta={"legend_entry": 240})


FIGURE = Figure(
    title="How many decisions on pairs of groups change with the method",
    caption=(
        "Pairs of groups on all benchmarks, at 5 %, by which of the two chosen methods find a "
        "difference; n counts pairs."
    ),
    method=(
        "Tukey–Kramer's p-values allow for the pairs of a label; Benjamini–Hochberg and Holm also "
        "adjust them for the number of benchmarks. Elsewhere, significant means after Holm. "
        "Pooled: Tukey–Kramer, the paper's test. Separate: Games–Howell, which gives "
        "each group its own variance; both by Holm. Architecture, 5: in five coarser groups. "
        "Pairs that one method cannot compare are left out."
    ),
    alternative="One bar per label, divided into pairs of groups whose difference both methods "
    "find, the first only, the second only, and neither.",
    switches=(COHORT, Switch("rivals", "Methods")),
    default={"rivals": "pooled, then separate variances"},
)
