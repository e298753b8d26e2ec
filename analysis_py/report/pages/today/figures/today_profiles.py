"""Scores of developers' models beyond their abilities."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.axes import aslant, columns, rows
from analysis_py.report.shapes.layers import layers
from analysis_py.report.style import CELL_OPACITY


def chart() -> alt.LayerChart:
    """Return benchmarks by developers: colour for the sign, its strength for the points."""
    base = alt.Chart(ROWS).encode(
        x=columns("developer", "developer_order", **aslant("width < 450")).scale(paddingInner=0.04),
        y=rows("label", "row_order", domain=False, ticks=False).scale(paddingInner=0.04),
    )
    cells = (
        base.transform_calculate(strength="abs(datum.profile_pct)")
        .mark_rect(cornerRadius=3)
        .encode(
            color=alt.condition("datum.profile_pct < 0", alt.value(VERMILLION), alt.value(BLUE)),
            opacity=alt.Opacity(
                "strength:Q",
                scale=alt.Scale(domain=[0, 15], range=[0.02, CELL_OPACITY], clamp=True),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("developer:N", title="developer"),
                alt.Tooltip("label:N", title="benchmark"),
                alt.Tooltip("profile_pct:Q", title="points beyond ability", format="+.1f"),
                alt.Tooltip("residual_pct:Q", title="not shrunk", format="+.1f"),
                alt.Tooltip("n_models:Q", title="models"),
            ],
        )
    )
    numbers = base.mark_text(fontSize=alt.ExprRef("width < 450 ? 11 : 12")).encode(
        text=alt.Text("profile_pct:Q", format="+.0f")
    )
    return layers(cells, numbers).properties(width=620, height=330)


FIGURE = Figure(
    title="What developers' models do better and worse than their abilities",
    caption=(
        "Percentage points beyond what ability leads one to expect, a mean over the developer's "
        "models. Blue: above. Orange: below."
    ),
    method=(
        "The developer's profile that the scale of ability fits, shrunk towards zero. The eight "
        "developers with the most scores, and the benchmarks on which they differ most. Whether "
        "a single cell differs from zero is not tested."
    ),
    alternative="A table of benchmarks by developers with points above or below expectation.",
    switches=(Switch("cohort_name", "Source"),),
    is_folded=True,
)
