"""The claims ledger: verdicts by subject and basis, and which claims are left at the end."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure, Page, Switch
from analysis_py.report.style import AMBER, GREEN, GREY, VERMILLION, share_bars

#: The signs are of those that every font has.
VERDICTS = {
    "+ supported": GREEN,
    "× contradicted": VERMILLION,
    "? inconclusive": AMBER,
    "– not testable": GREY,
}


def ledger_verdicts() -> alt.FacetChart:
    """Return the verdicts on each subject's claims, one bar per basis."""
    judged_by = alt.Y(
        "judged_by:N", title=None, sort=alt.EncodingSortField("basis_order", op="min")
    )
    return (
        alt.layer(*share_bars(judged_by, "verdict", VERDICTS, "% of the claims"))
        .properties(width=230, height=96)
        .facet(
            alt.Facet("panel:N", title=None, sort=alt.EncodingSortField("subject_order", op="min")),
            columns=3,
        )
        .resolve_scale(y="independent")
        .resolve_axis(x="independent", y="independent")
        # the names of the bases need more room than numbers do
        .properties(usermeta={"margin": 140})
    )


def ledger_survival() -> alt.LayerChart:
    """Return the verdicts on one set of claims step by step, and how many claims are left."""
    step = alt.Y(
        "step:N",
        title=None,
        sort=alt.EncodingSortField("step_order", op="min"),
        axis=alt.Axis(labelLimit=240),
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
        alt.layer(*share_bars(step, "verdict", VERDICTS, "% of the claims", end=118), left)
        .transform_calculate(words="datum.n_left + ' left'")
        .properties(width=620, height=240, usermeta={"min_width": 560})
    )


PAGE = Page(
    name="claims",
    title="Claims ledger",
    summary="Every claim of the paper, judged four ways, with the figure that decides",
    figures=(
        Figure(
            name="ledger_verdicts",
            title="What the claims on each subject come to, by what judges them",
            caption="One panel per subject, with its number of claims; one bar per way of judging. "
            "The numbers count claims; those of narrow pieces are in the tooltip and the CSV. What "
            "was printed is the same whatever population is chosen. Claims on the supplementary "
            "data are judged on those, and stand beside the others under the paper's rows.",
            alternative="Stacked bars: for each subject and each way of judging, the shares of "
            "claims that are supported, contradicted, inconclusive and not testable.",
            chart=ledger_verdicts,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
        ),
        Figure(
            name="ledger_survival",
            title="How many claims survive as the method gets better and the population grows",
            caption="Each bar judges the same claims anew. At the right: how many are left, that "
            "is, supported at this step and at every step above it; a step that cannot test a "
            "claim leaves it in, and doubt takes it out. Both methods are run on the paper's rows, "
            "on all evaluations of January 2024, and on the final board.",
            alternative="Stacked bars of verdicts, one per step from the printed tables to a "
            "sounder method on the final board, with the number of claims left after each.",
            chart=ledger_survival,
            switches=(Switch("start", "Claims that"),),
        ),
    ),
    facts=("ledger_counts", "ledger_contradictions"),
    tables=("ledger",),
)
