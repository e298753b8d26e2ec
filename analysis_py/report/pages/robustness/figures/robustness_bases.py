"""Basis dimension checks of the size curves."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, VERMILLION
from analysis_py.report.figure import COHORT, Figure, Switch
from analysis_py.report.pages.robustness.shared import parted_bars

OUTCOMES = {
    "no_pattern_found": GREY,
    "pattern_left_but_room_to_bend": BLUE,
    "pattern_left_and_hardly_any_room": VERMILLION,
}


def chart() -> alt.LayerChart:
    """Return the curves of each model by what is left along them."""
    lowest = alt.Tooltip("lowest_k_index:Q", title="lowest k-index", format=".2f")
    return parted_bars(OUTCOMES, "% of the curves", lowest)


FIGURE = Figure(
    title="Did the curves have room to bend?",
    caption=(
        "Curves of the GAMMs, by whether their basis had room to bend; n counts curves. The "
        "lowest k-index is in the tooltip."
    ),
    method=(
        "The k-index compares the residuals of neighbours with all residuals: below 1 with a "
        "permutation p-value below 5 % (unadjusted, as a check should be) a pattern is left "
        "along the curve. If its edf also exceed 80 % of its basis (k'), the basis may be too "
        "small. If it has room, the pattern may come from elsewhere, such as fine-tunes of one "
        "base."
    ),
    alternative="One bar per model, divided into curves without a pattern in their residuals, "
    "with a pattern and room in the basis, and with a pattern and hardly any room.",
    switches=(COHORT, Switch("scores", "Scores")),
    default={"scores": "unscaled"},
    is_folded=True,
)
