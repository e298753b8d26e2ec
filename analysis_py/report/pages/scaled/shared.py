"""Helpers shared by the figures of this page: curves on scaled and unscaled scores."""

import altair as alt

from analysis_py.report.encodings import BLUE, VERMILLION
from analysis_py.report.figure import ROWS
from analysis_py.report.shapes.axes import ratio_axis, size_axis
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import corner_labels, first_panel
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.series import colours, dashes

LINES = ("scaled scores", "scores as they are")

CAPTION = (
    "Solid, with its pointwise 95 % band: scores scaled by architecture. Dashed: scores as "
    "they are. 1 is the average model; both axes are logarithmic."
)


def scaled_curves() -> alt.FacetChart:
    """Return each curve on scaled scores with its band, and the unscaled one dashed over it."""
    base = alt.Chart(ROWS).encode(x=size_axis())
    band = base.mark_area(color=BLUE, interpolate="natural").encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    both = (
        base.transform_fold(["relative_score", "unscaled"], as_=["column", "value"])
        .transform_calculate(
            line=f"datum.column == 'unscaled' ? '{LINES[1]}' : '{LINES[0]}'",
        )
        .encode(color=colours("line", LINES, [BLUE, VERMILLION]))
    )
    lines = both.mark_line(interpolate="natural").encode(
        y=ratio_axis("value"),
        strokeDash=dashes("line", LINES, [[1, 0], [5, 4]]),
        tooltip=[
            alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="scaled: relative score", format=".3f"),
            *low_and_high("relative_score_low", "relative_score_high", "95 % band", ".3f"),
            alt.Tooltip("unscaled:Q", title="unscaled: relative score", format=".3f"),
        ],
    )
    names = corner_labels(both, "line", {LINES[0]: f"— {LINES[0]}", LINES[1]: f"- - {LINES[1]}"})
    words = (
        alt.Chart(ROWS)
        .transform_filter("isValid(datum.n_obs)")
        .transform_calculate(
            words="'n = ' + format(datum.n_obs, ',') + ' · apart by at most '"
            " + format(datum.difference_pct, '.1f') + ' %'"
        )
        .mark_text(fontSize=11, align="left", baseline="bottom")
        .encode(x=alt.value(0), y=alt.value(-5), text="words:N")
    )
    return first_panel(small_multiples(layers(band, lines, words, names), panels()), "line")
