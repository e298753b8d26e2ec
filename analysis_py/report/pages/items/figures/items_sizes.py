"""How small a difference two runs on the same questions can show."""

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return a line per share answered differently: the difference shown over the questions."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "n_items:Q",
            title="questions that both answer (log scale)",
            scale=alt.Scale(type="log", nice=False, domain=[100, 200_000]),
            axis=alt.Axis(values=[100, 1000, 10_000], format=","),
        ),
        y=alt.Y(
            "detectable_pct:Q",
            title="smallest difference shown, points (log scale)",
            scale=alt.Scale(type="log", nice=False, padding=8),
            axis=alt.Axis(values=[0.5, 1, 2, 5, 10, 20], format="~g"),
        ),
        color=alt.value(BLUE),
        detail="series_name:N",
        tooltip=[
            alt.Tooltip("series_name:N", title="share"),
            alt.Tooltip("n_items:Q", title="questions", format=","),
            alt.Tooltip("detectable_pct:Q", title="difference shown, points", format=".1f"),
            alt.Tooltip("n_items_for_point:Q", title="questions for one point", format=",.0f"),
        ],
    )
    lines, dots = base.mark_line(), base.mark_point(filled=True, size=40)
    names = (
        base.transform_filter("datum.is_last")
        .transform_calculate(name="width < 400 ? datum.discordant_pct + ' %' : datum.series_name")
        .mark_text(align="left", dx=8)
    )
    return layers(
        lines,
        dots,
        names.encode(text="name:N"),
    ).properties(width=620, height=320)


FIGURE = Figure(
    title="Smallest difference that two runs show with 80 % probability, percentage points",
    caption=("A line for each share of questions that only one of the two runs gets right."),
    method=(
        "McNemar’s test at 5 %, from its normal approximation; it rests on no data. A tenth of the "
        "difference takes a hundred times as many questions."
    ),
    alternative="Lines that fall with the number of questions, one per share answered differently.",
)
