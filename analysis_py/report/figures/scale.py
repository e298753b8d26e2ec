"""Scores by model size: Fig. 3 of the paper, its slopes, and emergence."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ENGINE, ROWS, Figure, Page
from analysis_py.report.style import BLUE, panels, ratio_axis, size_axis, small_multiples


def size_curves() -> alt.FacetChart:
    """Return the partial effect of size on each benchmark, with its band."""
    base = alt.Chart(ROWS).encode(x=size_axis())
    band = base.mark_area(color=BLUE).encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    line = base.mark_line(color=BLUE).encode(
        y=ratio_axis("relative_score"),
        tooltip=[
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            alt.Tooltip("relative_score_low:Q", title="95 % band, low", format=".3f"),
            alt.Tooltip("relative_score_high:Q", title="95 % band, high", format=".3f"),
        ],
    )
    return small_multiples(alt.layer(band, line), panels())


PAGE = Page(
    name="scale",
    title="Scale",
    summary="Scores by model size",
    figures=(
        Figure(
            name="size_curves",
            title="How scores change with model size",
            caption="Partial effect of size in a GAMM with a random intercept of the architecture.",
            alternative="Curves of relative score over model size, one panel per benchmark.",
            chart=size_curves,
            switches=(COHORT, ENGINE),
            default={"cohort_id": "paper_2024_01", "engine": "reml"},
            paper_figure="Fig. 3",
        ),
    ),
)
