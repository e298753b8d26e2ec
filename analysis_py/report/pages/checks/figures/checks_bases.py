"""Whether the curves had room to bend as the scores do."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure, Switch
from analysis_py.report.populations import ON_THE_PAPERS_ROWS
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.style import AMBER, BLUE, GREY, VERMILLION

FINDINGS = (
    "no pattern shown",
    "pattern left, basis has room",
    "pattern left, basis nearly used up",
)


def chart() -> alt.FacetChart:
    """Return one mark per curve: its k-index over the share of its basis that it uses."""
    one = alt.Chart(ROWS).transform_aggregate(n="count()")
    lines = [
        one.mark_rule(strokeDash=[2, 3], color=GREY).encode(y=alt.datum(1)),
        one.mark_rule(strokeDash=[2, 3], color=GREY).encode(x=alt.datum(80)),
    ]
    scale = {"domain": list(FINDINGS)}
    marks = (
        alt.Chart(ROWS)
        .mark_point(filled=True, size=60, opacity=0.85)
        .encode(
            x=alt.X(
                "used_pct:Q",
                title="edf, % of the basis",
                scale=alt.Scale(domain=[0, 100]),
                axis=alt.Axis(grid=False, tickCount=5),
            ),
            y=alt.Y("k_index:Q", title="k-index", scale=alt.Scale(zero=False, padding=8)),
            color=alt.Color(
                "finding:N", title=None, scale=alt.Scale(**scale, range=[BLUE, AMBER, VERMILLION])
            ),
            shape=alt.Shape(
                "finding:N",
                title=None,
                scale=alt.Scale(**scale, range=["circle", "triangle-up", "diamond"]),
            ),
            tooltip=[
                alt.Tooltip("benchmark_name:N", title="score explained"),
                alt.Tooltip("term:N", title="curve"),
                alt.Tooltip("k_index:Q", title="k-index", format=".3f"),
                alt.Tooltip("p_value:Q", title="p", format=".3f"),
                alt.Tooltip("edf:Q", format=".2f"),
                alt.Tooltip("k:Q", title="basis dimension"),
                alt.Tooltip("n_obs:Q", title="n of the fit", format=","),
            ],
        )
    )
    return small_multiples(
        layers(*lines, marks), panels(order="model_order"), y="shared", columns=2
    ).properties(usermeta={"legend_entry": 250})


FIGURE = Figure(
    name="checks_bases",
    title="Whether the curves had room to bend",
    caption="One mark per curve of the GAMMs; n counts curves. The k-index compares the residuals "
    "of neighbours with all residuals: below 1 with p &lt; 0.05 (by permutation) a pattern is "
    "left along the curve. If the curve also uses more than 80 % of its basis, the basis may be "
    "too small. If it has room, the pattern may come from elsewhere, such as fine-tunes of one "
    "base.",
    alternative="One panel per model with a mark per curve: its k-index over the share of the "
    "basis that its effective degrees of freedom use.",
    chart=chart,
    switches=(COHORT, Switch("scores", "Scores")),
    default={**ON_THE_PAPERS_ROWS, "scores": "unscaled"},
)
