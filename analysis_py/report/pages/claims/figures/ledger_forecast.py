"""A forecast printed in advance against the scores of models released later."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.labels import corner_labels, first_panel
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.series import colours, shapes

_SCORES = alt.Scale(domain=[-20, 100])
_KINDS = {"printed in advance": BLUE, "from model size": VERMILLION}


def chart() -> alt.FacetChart:
    """Return a panel per benchmark: what came over what was forecast, and where both are equal."""
    base = alt.Chart(ROWS).encode(
        x=alt.X("forecast_pct:Q", title="forecast, % above chance", scale=_SCORES),
        y=alt.Y("observed_pct:Q", title="observed, % above chance", scale=_SCORES),
    )
    kinds = base.encode(color=colours("forecast_by", _KINDS, _KINDS.values()))
    points = kinds.mark_point(filled=True, size=50, opacity=0.85).encode(
        shape=shapes("forecast_by", _KINDS, ["circle", "triangle-up"]),
        tooltip=[
            alt.Tooltip("model_name:N", title="model"),
            alt.Tooltip("family:N", title="family"),
            alt.Tooltip("forecast_by:N", title="forecast"),
            alt.Tooltip("forecast_pct:Q", title="forecast, %", format=".1f"),
            alt.Tooltip("observed_pct:Q", title="observed, %", format=".1f"),
        ],
    )
    equal = base.mark_line(color="#888888", strokeDash=[4, 3]).encode(
        x=alt.X("observed_pct:Q", title="forecast, % above chance", scale=_SCORES)
    )
    words = dict(zip(_KINDS, ("● forecast in advance", "▲ from model size"), strict=True))
    names = corner_labels(kinds, "forecast_by", words)
    return first_panel(small_multiples(layers(equal, points, names), panels()), "forecast_by")


FIGURE = Figure(
    title="A forecast that was printed before the models were released",
    caption=(
        "Observed against forecast scores of base models released after a paper printed its "
        "formula. On the dashed line the forecast is exact. Triangles: forecasts from model size "
        "instead."
    ),
    method=(
        "The formula is used without a refit; both axes are percent above chance. The curve "
        "over size is fitted to the older models. Above each panel is the number of models and "
        "the mean absolute error of both, in points."
    ),
    alternative=(
        "A panel per benchmark with the observed score over the forecast one; printed forecasts "
        "lie near the line of equality, those from model size mostly above it."
    ),
)
