"""Stated against realised shares of sound items among those that are flagged."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers

_COLOURS = {"calibrated by the audit": BLUE, "not calibrated": GREY}


def chart() -> alt.LayerChart:
    """Return a point per stated rate, with the interval of the realised one."""
    base = alt.Chart(ROWS).encode(
        color=alt.Color(
            "way:N",
            scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("way:N", title="probabilities"),
            alt.Tooltip("stated:Q", title="stated", format=".0%"),
            alt.Tooltip("realised:Q", title="found", format=".0%"),
            *low_and_high("ci_low", "ci_high", "95 % interval", ".0%"),
            alt.Tooltip("n_flagged:Q", title="questions flagged", format=","),
        ],
    )
    found = "share that the audit finds"
    scale = alt.Scale(domain=[0, 1])
    stated = alt.X("stated:Q", title="share that we state", scale=scale).axis(format="%")
    realised = alt.Y("realised:Q", title=found, scale=scale).axis(format="%")
    diagonal = (
        alt.Chart(ROWS)
        .transform_aggregate(n="count()")
        .mark_rule(strokeDash=[2, 3], color=GREY)
        .encode(x=alt.datum(0), y=alt.datum(0), x2=alt.datum(1), y2=alt.datum(1))
    )
    names = (
        base.transform_joinaggregate(last="max(stated)", groupby=["way"])
        .transform_calculate(name="datum.stated === datum.last ? split(datum.way, ' by ')[0] : ''")
        .mark_text(align="left", dx=10)
        .encode(x=stated, y=realised, text="name:N")
    )
    return layers(
        diagonal,
        base.mark_rule(strokeWidth=2).encode(
            x=stated, y=alt.Y("ci_low:Q", title=found), y2="ci_high:Q"
        ),
        base.mark_point(filled=True, size=70, opacity=1).encode(x=stated, y=realised),
        names,
    ).properties(width=400, height=340)


FIGURE = Figure(
    title="Share of flagged questions that are fine, %: as stated, and as an audit finds",
    caption=(
        "With 95 % intervals. Blue: probabilities calibrated by the audit; grey: not calibrated. "
        "On the diagonal the audit finds the share that we state."
    ),
    method=(
        "Answers alone order questions by the evidence against their key. They cannot say how "
        "probable a wrong key is: uncalibrated probabilities flag hundreds of fine questions "
        "(grey). Blue probabilities come from the audit's labels of other subjects."
    ),
    alternative="Blue points along a diagonal, grey points far above it.",
    switches=(Switch("benchmark_name", "Benchmark"),),
)
