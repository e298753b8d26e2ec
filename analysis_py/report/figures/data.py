"""Data and quality: how scores are spread, when they came, and what the fits lose."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure, Page, Switch
from analysis_py.report.style import (
    AMBER,
    BLUE,
    GREEN,
    TRAINING_TYPE_COLOURS,
    TRAINING_TYPES,
    VERMILLION,
    panels,
    share_bars,
)


def data_scores() -> alt.FacetChart:
    """Return a histogram per benchmark, with lines at chance and at the mean."""
    base = alt.Chart(ROWS)
    bars = base.mark_bar(color=BLUE, fillOpacity=0.6).encode(
        x=alt.X(
            "from_pct:Q",
            bin="binned",
            title="score in percent",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(values=[0, 25, 50, 75, 100]),
        ),
        x2="to_pct:Q",
        y=alt.Y("n_scores:Q", title="evaluations", axis=alt.Axis(tickCount=4)),
        tooltip=[
            alt.Tooltip("from_pct:Q", title="from"),
            alt.Tooltip("to_pct:Q", title="to"),
            alt.Tooltip("n_scores:Q", title="evaluations", format=","),
        ],
    )
    chance = base.mark_rule(color=VERMILLION, strokeDash=[5, 3], strokeWidth=2).encode(
        x="chance_pct:Q"
    )
    mean = base.mark_rule(color=GREEN, strokeWidth=2).encode(x="mean_pct:Q")
    return (
        alt.layer(bars, chance, mean)
        .properties(width=260, height=130)
        .facet(panels(), columns=3)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent", y="independent")
        .properties(usermeta={"margin": 76})
    )


def data_submissions() -> alt.FacetChart:
    """Return evaluations by month, one panel per board."""
    return (
        alt.Chart(ROWS)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("month:O", title="month of submission", axis=alt.Axis(labelAngle=-45)),
            y=alt.Y("n_evaluations:Q", title="evaluations"),
            color=alt.Color(
                "training_type:N",
                title=None,
                scale=alt.Scale(domain=list(TRAINING_TYPES), range=list(TRAINING_TYPE_COLOURS)),
            ),
            order=alt.Order("training_type_order:Q"),
            tooltip=[
                alt.Tooltip("month:O"),
                alt.Tooltip("training_type:N", title="training type"),
                alt.Tooltip("n_evaluations:Q", title="evaluations", format=","),
            ],
        )
        .properties(width=400, height=220)
        .facet(panels(order="board_order"), columns=2)
        .resolve_scale(x="independent", y="independent")
    )


def data_lost_rows() -> alt.LayerChart:
    """Return the shares of evaluations that the fits use and lose, one bar per benchmark."""
    benchmark = alt.Y(
        "benchmark:N", title=None, sort=alt.EncodingSortField("benchmark_order", "min")
    )
    colours = {
        "used": BLUE,
        "lost: size unknown": AMBER,
        "lost: a score of 0": VERMILLION,
    }
    return alt.layer(
        *share_bars(benchmark, "row_group", colours, "% of the evaluations")
    ).properties(width=620, height=180)


PAGE = Page(
    name="data",
    title="Data and quality",
    summary="Where every number comes from, what was checked, and how to ask your own questions",
    figures=(
        Figure(
            name="data_scores",
            title="How the scores on each benchmark are spread",
            caption="Histograms in steps of two points. The dashed line is the score by chance, "
            "the solid line the mean.",
            alternative="Histograms of scores in percent, one panel per benchmark, with the score "
            "by chance and the mean.",
            chart=data_scores,
            switches=(Switch("snapshot", "Snapshot"),),
        ),
        Figure(
            name="data_submissions",
            title="When the evaluations were submitted",
            caption="Evaluations per month of their latest submission, by training type, stacked "
            "in the order of the legend from the bottom.",
            alternative="Stacked bars of the number of evaluations per month and training type, "
            "one panel per board.",
            chart=data_submissions,
        ),
        Figure(
            name="data_lost_rows",
            title="What a model of log score over log size can use",
            caption="Evaluations of the population by what becomes of them in the GAMMs of size; "
            "in brackets, how many there are. A size that is unknown has no place on the axis, "
            "and a score of 0 has no logarithm.",
            alternative="Bars of the shares of evaluations that the GAMMs of size use, lose for "
            "want of a size, and lose because the score is zero, one bar per benchmark.",
            chart=data_lost_rows,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
        ),
    ),
    facts=(
        "data_snapshots",
        "data_accounting",
        "data_quarantine",
        "data_suites",
        "data_expectations",
        "data_profiles",
        "data_rules",
        "data_lost_groups",
        "data_cohorts",
        "data_tables",
        "data_example",
    ),
)
