"""Claims that remain supported under the sound method and on other populations."""

import altair as alt

from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.pages.claims.shared import VERDICTS
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.share_bars import share_bars


def chart() -> alt.LayerChart:
    """Return the verdicts on one set of claims step by step, and how many claims are left."""
    step = rows(
        "step",
        "step_order",
        labelExpr="split(datum.label, ', ')",
        labelOffset=-6,
        labelOverlap=False,
    )
    left = (
        alt.Chart(ROWS)
        .mark_text(align="left", fontSize=12, fontWeight="bold")
        .encode(
            x=alt.datum(102),
            y=step,
            text=alt.when("datum.to_pct == 100").then(alt.Text("words:N")).otherwise(alt.value("")),
        )
    )
    return (
        layers(*share_bars(step, "verdict", VERDICTS, "% of the claims", end=118), left)
        .transform_calculate(words="datum.n_left + (width < 400 ? '' : ' left')")
        .properties(width=620, height=280)
    )


FIGURE = Figure(
    title="How many claims survive a better method and a larger population",
    caption=(
        "Each bar judges the same claims anew. At the right: how many are supported at this step "
        "and every step above. Untestable claims stay in; inconclusive ones drop out."
    ),
    method=(
        "The paper's method and the sounder one are run on the paper's rows, on all evaluations "
        "of January 2024, and on the final leaderboard."
    ),
    alternative="Stacked bars of verdicts, one per step from the printed tables to a "
    "sounder method on the final board, with the number of claims left after each.",
    switches=(Switch("start", "Claims that"),),
)
