"""Ratio of the scores at 70 B and at 7 B, in the paper's rows and in all of that day."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.axes import rows
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.series import colours

_POPULATIONS = ("all evaluations", "the paper's rows")


def chart() -> alt.LayerChart:
    """Return two dots for each benchmark with their intervals, on a logarithmic axis of ratios."""
    base = alt.Chart(ROWS).transform_calculate(
        ratio="1 + datum.gain_pct / 100",
        low="datum.gain_low_pct == null ? null : 1 + datum.gain_low_pct / 100",
        high="datum.gain_high_pct == null ? null : 1 + datum.gain_high_pct / 100",
    )
    base = base.encode(
        y=rows("benchmark", "benchmark_order", labelFontSize=13),
        yOffset=alt.YOffset("population:N", sort=_POPULATIONS),
        color=colours("population", _POPULATIONS, [BLUE, GREY]),
        tooltip=[
            alt.Tooltip("population:N"),
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("gain_pct:Q", title="gain, %", format="+.0f"),
            *low_and_high("gain_low_pct", "gain_high_pct", "95 % interval", "+.0f"),
            alt.Tooltip("n:Q", title="evaluations", format=","),
        ],
    )
    axis = alt.X(
        "ratio:Q",
        title="score at 70 B, as a multiple of that at 7 B",
        scale=alt.Scale(type="log", nice=False, padding=40),
        axis=alt.Axis(format="~g", values=[1, 1.2, 1.5, 2, 3, 5, 8], grid=False),
    )
    interval = base.mark_rule(strokeWidth=6, opacity=0.3).encode(x="low:Q", x2="high:Q")
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(x=axis)
    # beside the interval, not on it
    ends = base.transform_calculate(end="isValid(datum.high) ? datum.high : datum.ratio")
    labels = ends.mark_text(align="left", dx=8, fontSize=13).encode(x="end:Q", text="label:N")
    one = alt.Chart(ROWS).mark_rule(color=GREY, strokeDash=[3, 3]).encode(x=alt.datum(1))
    return layers(one, interval, dots, labels).properties(width=560, height=264)


FIGURE = Figure(
    title="Score at 70 B as a multiple of that at 7 B, January 2024",
    caption=(
        "Blue: all evaluations. Grey: the rows that the paper analysed, which stop at an average "
        "score of 52.68. Bars: 95 % intervals that cover every smoother. "
        "The difference of the two is not tested."
    ),
    method=(
        "Ratio of fitted scores in a GAMM of log score over log size with random intercepts of "
        "architecture and base family. An interval is drawn where the smoothers agree on a "
        "rise or a fall; a score of 0 has no logarithm."
    ),
    alternative=(
        "For each benchmark, how many times the score at 7 B that at 70 B is, in the rows the "
        "paper analysed and in all evaluations, with intervals."
    ),
)
