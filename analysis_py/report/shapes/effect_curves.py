"""Curves of one score over each predictor, given the rest, a panel each."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY
from analysis_py.report.figure import ROWS, Switch
from analysis_py.report.shapes.axes import ratio_axis
from analysis_py.report.shapes.expressions import P_IN_WORDS
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import small_multiples

RESPONSE = Switch("response", "Score explained")

CURVES_CAPTION = (
    "Partial effect of each score on the chosen one, given the rest. 1 is the average model; "
    "axes are logarithmic, and shared, so steep means strong. Band: pointwise 95 %."
)
CURVES_METHOD = (
    "One GAMM of the chosen score, by REML, with a random intercept of the architecture. "
    "Dotted lines: the middle 80 % of the predictor's evaluations; beyond them there are "
    "few."
)


def curves(with_ends: bool = True, columns: int = 3) -> alt.FacetChart:
    """Return one panel per predictor with the curve of the chosen score and its band.

    All panels share their y axis, so that steep means strong. ``with_ends`` marks where the middle
    80 % of the predictor begins and ends.
    """
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "predictor_value:Q",
            title="score in percent, or billions of parameters",
            scale=alt.Scale(type="log", nice=False),
            axis=alt.Axis(format="~g", tickCount=5, grid=False),
        )
    )
    band = base.mark_area(color=BLUE, interpolate="natural").encode(
        y=ratio_axis("relative_score_low"), y2="relative_score_high:Q"
    )
    line = base.mark_line(color=BLUE, interpolate="natural").encode(
        y=ratio_axis("relative_score"),
        tooltip=[
            alt.Tooltip("panel:N", title="over"),
            alt.Tooltip("predictor_value:Q", title="percent, or billions", format=".3~g"),
            alt.Tooltip("relative_score:Q", title="relative score", format=".3f"),
            *low_and_high("relative_score_low", "relative_score_high", "95 % band", ".3f"),
        ],
    )
    firsts = alt.Chart(ROWS).transform_filter("isValid(datum.n_obs)")
    ends = [
        firsts.mark_rule(color=GREY, strokeDash=[2, 3]).encode(x=f"{column}:Q")
        for column in ("predictor_p10", "predictor_p90")
        if with_ends
    ]
    facet = alt.Facet(
        "panel:N",
        title=None,
        sort=alt.EncodingSortField(field="panel_order", op="min"),
    )
    drawn = layers(band, *ends, line, evidence(firsts))
    return small_multiples(drawn, facet, x="independent", y="shared", columns=columns)


def evidence(firsts: alt.Chart) -> alt.Chart:
    """Return a line above each panel with n, edf and p, from the rows that have them."""
    return (
        firsts.transform_calculate(
            words="'n = ' + format(datum.n_obs, ',') + ' · edf ' + format(datum.edf, '.1f')"
            f" + ' · ' + {P_IN_WORDS}"
        )
        .mark_text(fontSize=11, align="left", baseline="bottom")
        .encode(x=alt.value(0), y=alt.value(-5), text="words:N")
    )
