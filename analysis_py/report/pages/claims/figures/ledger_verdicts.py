"""Verdicts by judge."""

import altair as alt

from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.pages.claims.shared import VERDICTS
from analysis_py.report.shapes.axes import lined_axis
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.share_bars import share_bars


def chart() -> alt.LayerChart:
    """Return the verdicts on the paper's claims, a bar for each of the four judges."""
    judged_by = lined_axis("judged_by", order="basis_order")
    bars = share_bars(judged_by, "verdict", VERDICTS, "% of the claims", hollow="– not testable")
    return layers(*bars).properties(width=620, height=220)


FIGURE = Figure(
    title="Verdicts on the paper's claims, % of those that a judge can be asked",
    caption="One bar for each judge; the numbers count claims.",
    method=(
        "The counts of narrow segments are in the tooltip and the CSV. What was printed does not "
        "depend on the population that is chosen. Claims on the supplementary data are judged on "
        "those data, and are shown beside the others under the paper's rows and January 2024."
    ),
    alternative="Stacked bars: for each way of judging, the shares of claims that are supported, "
    "contradicted, inconclusive and not testable.",
    switches=(COHORT,),
)
