"""The verdict on emergence for each ability in each population."""

from __future__ import annotations

import altair as alt

from analysis_py.report.encodings import EMERGENCE, signs
from analysis_py.report.figure import ROWS, Figure

VERDICTS = ("gradual", "emergent", "undecided", "not monotone", "too few models")


def chart() -> alt.Chart:
    """Return the verdict on each ability in each population."""
    colours, shapes = signs(VERDICTS, EMERGENCE)
    return (
        alt.Chart(ROWS)
        .mark_point(filled=True, size=alt.ExprRef("width < 350 ? 60 : 160"), opacity=1)
        .encode(
            x=alt.X(
                "benchmark_name:N",
                title=None,
                sort=alt.EncodingSortField(field="benchmark_order", op="min"),
                axis=alt.Axis(
                    orient="top",
                    labelAngle=alt.ExprRef("width < 350 ? -90 : -45"),
                    labelOverlap=False,
                ),
            ),
            y=alt.Y(
                "cohort_name:N",
                title=None,
                sort=alt.EncodingSortField(field="cohort_order", op="min"),
                axis=alt.Axis(
                    labelExpr="split(datum.label, /, | (?=\\()/)",
                    labelOffset=-6,
                    labelOverlap=False,
                ),
            ),
            color=alt.Color(
                "verdict:N",
                title=None,
                scale=colours,
            ),
            shape=alt.Shape(
                "verdict:N",
                title=None,
                scale=shapes,
            ),
            tooltip=[
                alt.Tooltip("cohort_name:N", title="population"),
                alt.Tooltip("benchmark_name:N", title="benchmark"),
                alt.Tooltip("verdict:N"),
                alt.Tooltip("n_obs:Q", title="base families"),
            ],
        )
        .properties(width=560, height=260)
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
