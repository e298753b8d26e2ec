"""Verdicts by subject and method."""

import altair as alt

from analysis_py.report.figure import COHORT, Figure
from analysis_py.report.pages.claims.shared import VERDICTS
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels
from analysis_py.report.shapes.share_bars import share_bars


def chart() -> alt.FacetChart:
    """Return the verdicts on each subject's claims, one bar per basis."""
    judged_by = rows("judged_by", "basis_order")
    return (
        layers(*share_bars(judged_by, "verdict", VERDICTS, "% of the claims"))
        .properties(width=230, height=96)
        .facet(
            panels("panel", order="subject_order"),
            columns=3,
        )
        .resolve_scale(y="independent")
        .resolve_axis(x="independent", y="independent")
        # the names of the bases need more room than numbers
        .properties(usermeta={"margin": 140})
    )


FIGURE = Figure(
    title="Verdicts on the claims, by subject and by judge",
    caption=(
        "One panel per subject, with its number of claims; one bar per test. The numbers count "
        "claims."
    ),
    method=(
        "The counts of narrow segments are in the tooltip and the CSV. What was printed does not "
        "depend on the population that is chosen. Claims on the supplementary data are judged on "
        "those data, and are shown beside the others under the paper's rows and January 2024."
    ),
    alternative="Stacked bars: for each subject and each way of judging, the shares of "
    "claims that are supported, contradicted, inconclusive and not testable.",
    switches=(COHORT,),
)
