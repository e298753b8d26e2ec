"""Scores by the day of release."""

import altair as alt

from analysis_py.report.encodings import GREY
from analysis_py.report.figure import ROWS, Figure, Switch
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.releases import day, releases


def chart() -> alt.LayerChart:
    """Return the models as dots, the best with names, with a curve and its band behind them."""
    score = alt.Y("score_pct:Q", title="score, %", scale=alt.Scale(domain=[0, 100]))
    curve = alt.Chart(ROWS).transform_filter("datum.kind === 'curve'").encode(x=day())
    band = curve.mark_area(color=GREY, opacity=0.2).encode(
        y=alt.Y("ci_low:Q", title="score, %"), y2="ci_high:Q"
    )
    line = curve.mark_line(color=GREY).encode(y=score)
    dots, _, *names = releases(
        "score_pct", score, alt.Tooltip("score_pct:Q", title="score, %", format=".1f")
    )
    return layers(band, line, dots, *names).properties(width=640, height=360)


FIGURE = Figure(
    title="Scores by date of release, %",
    caption=(
        "Each mark is a model at its date of release; some that set a record are named. Curve: "
        "spline with a 95 % band clustered by developer. Blue: open weights; orange: closed."
    ),
    method=(
        "Each model is shown at the mean of its runs. Near 100 % a score can hardly rise further. "
        "The tooltip names each model."
    ),
    alternative=(
        "Scores over the date of release on one benchmark, a mark per model by open and "
        "closed weights, with a smooth curve and its band."
    ),
    switches=(Switch("benchmark_name", "Benchmark"),),
)
