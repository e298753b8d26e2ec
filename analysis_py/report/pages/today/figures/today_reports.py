"""Developers' reported scores compared with those of third parties."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.axes import lined_axis, zero_line
from analysis_py.report.shapes.intervals import intervals, low_and_high
from analysis_py.report.shapes.layers import layers

_BOARDS = alt.Scale(domain=["two boards", "one board"], range=[BLUE, GREY])


def chart() -> alt.LayerChart:
    """Return the mean difference of every examination with its interval."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="estimate", descending=True),
        color=alt.Color("boards:N", scale=_BOARDS, legend=None),
        tooltip=[
            alt.Tooltip("estimate:Q", title="developers higher by, points", format="+.1f"),
            *low_and_high("ci_low", "ci_high", "95 % interval", "+.1f"),
            alt.Tooltip(
                "share_positive:Q", title="share of models with a higher figure", format=".0%"
            ),
            alt.Tooltip("n_developers:Q", title="developers"),
            alt.Tooltip("df_den:Q", title="degrees of freedom"),
            alt.Tooltip("warning:N", title="read with care"),
        ],
    )
    scale = alt.Scale(domain=_BOARDS.domain, range=["circle", "square"])
    shape = alt.Shape("boards:N", scale=scale, legend=None)
    means = intervals(base, "developers' figure minus a third party's, points", shape=shape)
    # the first row of each kind says what it is
    names = (
        base.transform_joinaggregate(first_of_kind="max(estimate)", groupby=["boards"])
        .transform_calculate(name="datum.estimate === datum.first_of_kind ? datum.boards : ''")
        .mark_text(align="left", dx=8, fontSize=11)
        .encode(x="ci_high:Q", text="name:N")
    )
    return layers(zero_line(), *means, names).properties(width=560, height=400)


FIGURE = Figure(
    title="Developers' own figures against those of third parties",
    caption=(
        "Developers' figures minus third parties' for the same model and benchmark, in points, "
        "with 95 % intervals clustered by developer."
    ),
    method=(
        "<em>Two boards</em>: a developer's figure from one leaderboard, a third party's from "
        "another, whose protocols differ. <em>One board</em>: both are on it, though a "
        "developer's paper may quote others. With fewer than 4 degrees of freedom an interval is "
        "not to be trusted."
    ),
    alternative=(
        "Mean differences between developers' and third parties' figures, a row per "
        "examination, with intervals and a line at zero."
    ),
    is_folded=True,
)
