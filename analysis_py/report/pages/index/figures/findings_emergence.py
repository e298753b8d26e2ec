"""The verdict on emergence for each ability in each population."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.style import BLUE, GREEN, GREY, PINK, VERMILLION

VERDICTS = ("gradual", "emergent", "undecided", "not monotone", "too few models")


def chart() -> alt.Chart:
    """Return the verdict on each ability in each population."""
    return (
        alt.Chart(ROWS)
        .mark_point(filled=True, size=160, opacity=1)
        .encode(
            x=alt.X(
                "benchmark_name:N",
                title=None,
                sort=alt.EncodingSortField(field="benchmark_order", op="min"),
                axis=alt.Axis(orient="top", labelAngle=-45, labelOverlap=False),
            ),
            y=alt.Y(
                "cohort_name:N",
                title=None,
                sort=alt.EncodingSortField(field="cohort_order", op="min"),
            ),
            color=alt.Color(
                "verdict:N",
                title=None,
                scale=alt.Scale(domain=VERDICTS, range=[BLUE, VERMILLION, PINK, GREEN, GREY]),
            ),
            shape=alt.Shape(
                "verdict:N",
                title=None,
                scale=alt.Scale(
                    domain=VERDICTS,
                    range=["circle", "triangle-up", "square", "diamond", "cross"],
                ),
            ),
            tooltip=[
                alt.Tooltip("cohort_name:N", title="population"),
                alt.Tooltip("benchmark_name:N", title="benchmark"),
                alt.Tooltip("verdict:N"),
                alt.Tooltip("n_obs:Q", title="base families"),
            ],
        )
        .properties(width=560, height=210, usermeta={"min_width": 480})
    )


FIGURE = Figure(
    name="findings_emergence",
    title="Which abilities emerge, by population",
    caption="Verdict on the score in percent, on pretrained models, every base counted once: "
    "emergent means sharp, unpredictable from smaller models, and not falling; gradual "
    "means none of the first two. Point at a mark for n, the number of base models.",
    alternative="A grid of populations by benchmarks: the verdict on each ability, by colour "
    "and shape.",
    chart=chart,
)
