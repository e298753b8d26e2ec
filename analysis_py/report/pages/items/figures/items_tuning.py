"""What tuning gains, by kind of question."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, INK
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.axes import rows, zero_line
from analysis_py.report.shapes.intervals import intervals, low_and_high
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return the gain of each kind of question, the largest first, and the mean as a line."""
    base = alt.Chart(ROWS).encode(
        y=rows("label", "place", ticks=False, labelOverlap=False),
        color=alt.condition("datum.is_significant", alt.value(BLUE), alt.value(GREY)),
        tooltip=[
            alt.Tooltip("label:N", title="questions"),
            alt.Tooltip("net:Q", title="tuned minus base, points", format="+.1f"),
            *low_and_high("ci_low", "ci_high", "95 % interval", "+.1f"),
            alt.Tooltip("p_adjusted:Q", title="p, Holm", format=".3f"),
            alt.Tooltip("n_items:Q", title="questions of the kind"),
        ],
    )
    mean = (
        alt.Chart(ROWS)
        .transform_aggregate(mean="min(mean_net)")
        .mark_rule(color=INK, strokeDash=[6, 3])
        .encode(x="mean:Q")
    )
    marks = intervals(base, "tuned minus base, points", value="net")
    return layers(zero_line(), mean, *marks).properties(width=460, height=480)


FIGURE = Figure(
    title="Gain of tuned models over their bases, percentage points, by kind of question",
    caption=(
        "Tuned model minus its own base in points, with 95 % interval over the developers of "
        "bases. Blue: significant after Holm. Dashed: all questions."
    ),
    method=(
        "The developers of the bases are the independent units (t interval over their means). "
        "Prompt and chat template count as tuning. A base that stops early passes any question "
        "that forbids something. A question may be of several kinds."
    ),
    alternative="Rows of gains with intervals, the largest at the top, the smallest near zero.",
    switches=(Switch("benchmark_name", "Benchmark"),),
)
