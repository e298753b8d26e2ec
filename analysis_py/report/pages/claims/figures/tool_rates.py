"""False alarms and what is found, by rule."""

import altair as alt

from analysis_py.report.encodings import BLUE, INK
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.labels import NARROW
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return a point for the tools with the same false alarms: how often they find what is so."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "false_alarms_pct:Q",
            title="equal runs that are called different, %",
            scale=alt.Scale(type="sqrt", domain=[0, 100], nice=False, padding=30),
            axis=alt.Axis(values=[0, 1, 5, 20, 50, 100]),
        ),
        y=alt.Y("found_pct:Q", title="better runs that are found, %", scale=alt.Scale(zero=True)),
        color=alt.condition("datum.is_ours", alt.value(BLUE), alt.value(INK)),
        tooltip=[
            alt.Tooltip("false_alarms_pct:Q", title="false alarms, %"),
            alt.Tooltip("found_pct:Q", title="found, %", format=".0f"),
            alt.Tooltip("tools:N", title="tools"),
        ],
    )
    promised = alt.Chart(ROWS).mark_rule(strokeDash=[2, 3]).encode(x=alt.datum(5))
    # on a phone only ours is named
    names = base.mark_text(
        align=alt.expr("datum.is_left ? 'right' : 'left'"),
        dx=alt.expr("datum.is_left ? -9 : 9"),
        text=alt.expr(f"width < {NARROW} && !datum.is_ours ? '' : datum.label"),
    )
    dots = base.mark_point(filled=True, size=70, opacity=1)
    return layers(promised, dots, names).properties(width=620, height=420)


FIGURE = Figure(
    title="False alarms and real differences found, % of pairs of runs, by rule",
    caption=(
        "Two runs of 100 questions, of which 6 to 20 % are answered differently. The dashed line "
        "is the 5 % that a test promises. Tools with the same false alarms share a point."
    ),
    method=(
        "Pairs of real models, 2,000 draws; two runs are equal where sides are swapped at random "
        "by question. Versions are in the tooltip and the CSV."
    ),
    alternative="Points by false alarms and by findings: rules of thumb find more and alarm far "
    "more often, tests lie near 5 %.",
)
