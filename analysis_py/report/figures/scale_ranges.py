"""Ranges of size: their means, the steps between them, and what moves a step."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import ROWS
from analysis_py.report.style import BLUE, GREY, VERMILLION, panels, small_multiples

COUNTED = ("every fine-tune a row", "one cluster per base model")
EDGE_DECISIONS = ("higher above", "not different", "lower above")
CEILING_DECISIONS = ("positive", "not significant", "negative")
THREE_COLOURS = [BLUE, GREY, VERMILLION]

#: The ceiling on the average that the paper's printed analysis stopped at, in percent.
PAPERS_CEILING = "52.68"

ZERO = alt.Chart(ROWS).mark_rule(color=GREY).encode(y=alt.datum(0))


def size_ranges() -> alt.FacetChart:
    """Return the mean of each range with the bar to compare it by, and its letters above."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "size_range:N",
            title="billions of parameters (n)",
            sort=alt.EncodingSortField(field="range_order", op="min"),
            axis=alt.Axis(labelAngle=-45, labelOverlap=False, labelFontSize=11),
        )
    )
    bar = base.mark_bar(width=8, color=BLUE, opacity=0.35).encode(
        y=_mean_axis("comparison_low"), y2="comparison_high:Q"
    )
    points = base.mark_point(color=BLUE, filled=True, size=60, opacity=1).encode(
        y=_mean_axis("mean"),
        tooltip=[
            alt.Tooltip("size_range:N", title="billions of parameters (n)"),
            alt.Tooltip("mean:Q", title="mean score, %", format=".1f"),
            alt.Tooltip("n_obs:Q", title="evaluations", format=","),
            alt.Tooltip("n_base_families:Q", title="base models", format=","),
            alt.Tooltip("letters_tukey_kramer:N", title="letters, Tukey–Kramer"),
            alt.Tooltip("letters_games_howell:N", title="letters, Games–Howell"),
        ],
    )
    letters = (
        base.transform_calculate(
            letters_at="isValid(datum.comparison_high) ? datum.comparison_high : datum.mean"
        )
        .mark_text(dy=-6, baseline="bottom", fontSize=11)
        .encode(y=_mean_axis("letters_at"), text="letters_tukey_kramer:N")
    )
    return small_multiples(alt.layer(bar, points, letters), panels()).resolve_scale(
        x="independent", y="independent"
    )


def size_steps() -> alt.FacetChart:
    """Return the gain from each range to the next under two ideas of what is one observation."""
    colours = alt.Scale(domain=COUNTED, range=[VERMILLION, BLUE])
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "edge_b:O",
            title="edge between the ranges, billions",
            axis=alt.Axis(labelAngle=0, format="~g", labelOverlap=False),
        ),
        xOffset=alt.XOffset("counted:N", sort=COUNTED),
        color=alt.Color("counted:N", title=None, scale=colours),
    )
    interval = base.mark_rule(strokeWidth=2.5).encode(
        y=alt.Y("ci_low:Q", title="larger less smaller, points"), y2="ci_high:Q"
    )
    points = base.mark_point(size=55, opacity=1, strokeWidth=2).encode(
        y=alt.Y("estimate:Q", title="larger less smaller, points"),
        shape=alt.Shape(
            "counted:N", title=None, scale=alt.Scale(domain=COUNTED, range=["diamond", "circle"])
        ),
        fillOpacity=alt.condition("datum.decision == 'significant'", alt.value(1), alt.value(0)),
        fill=alt.Fill("counted:N", title=None, scale=colours),
        tooltip=[
            alt.Tooltip("step:N"),
            alt.Tooltip("counted:N"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
            alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.1f"),
            alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.1f"),
            alt.Tooltip("p_adjusted:Q", title="p, adjusted for all pairs", format=".2~g"),
            alt.Tooltip("n_above:Q", title="n of the larger", format=","),
            alt.Tooltip("n_below:Q", title="n of the smaller", format=","),
            alt.Tooltip("warning:N"),
        ],
    )
    return small_multiples(alt.layer(ZERO, interval, points), panels())


def edge_at_7b() -> alt.FacetChart:
    """Return the difference across the edge at 7 B for every place it may have nearby."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "from_b:Q",
            title="edge, billions of parameters",
            scale=alt.Scale(type="log", nice=False),
            axis=alt.Axis(format="~g", values=[6, 6.5, 7, 7.5, 8]),
        ),
        x2="to_b:Q",
        color=_decision(EDGE_DECISIONS),
    )
    band = (
        base.transform_calculate(
            low="datum.estimate - 2 * datum.std_error", high="datum.estimate + 2 * datum.std_error"
        )
        .mark_rect(opacity=0.25)
        .encode(y=alt.Y("low:Q", title="above less below, points"), y2="high:Q")
    )
    steps = base.mark_rule(strokeWidth=4).encode(
        y=alt.Y("estimate:Q", title="above less below, points"),
        tooltip=[
            alt.Tooltip("from_b:Q", title="edge from, billions", format=".4~g"),
            alt.Tooltip("to_b:Q", title="to", format=".4~g"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
            alt.Tooltip("decision:N", title="Welch's test"),
            alt.Tooltip("n_below:Q", title="n below", format=","),
            alt.Tooltip("n_above:Q", title="n above", format=","),
        ],
    )
    return small_multiples(alt.layer(ZERO, band, steps), panels())


def ceiling() -> alt.FacetChart:
    """Return a step of size on rows that stop at a ceiling, for every ceiling and for none."""
    axis = alt.X(
        "ceiling:N",
        title="ceiling on the average score, %",
        sort=alt.EncodingSortField(field="ceiling_order", op="min"),
        axis=alt.Axis(labelAngle=-45, labelOverlap=False, labelFontSize=11),
    )
    base = alt.Chart(ROWS).encode(x=axis, color=_decision(CEILING_DECISIONS))
    papers = (
        alt.Chart(ROWS)
        .transform_filter(f"datum.ceiling == '{PAPERS_CEILING}'")
        .mark_rule(color=GREY, strokeDash=[2, 3])
        .encode(x=axis)
    )
    interval = base.mark_rule(strokeWidth=2.5).encode(
        y=alt.Y("ci_low:Q", title="larger less smaller, points"), y2="ci_high:Q"
    )
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        y=alt.Y("estimate:Q", title="larger less smaller, points"),
        shape=alt.Shape(
            "decision:N",
            title=None,
            scale=alt.Scale(
                domain=CEILING_DECISIONS, range=["triangle-up", "circle", "triangle-down"]
            ),
        ),
        tooltip=[
            alt.Tooltip("ceiling:N", title="ceiling, %"),
            alt.Tooltip("estimate:Q", title="difference, points", format="+.1f"),
            alt.Tooltip("ci_low:Q", title="95 % interval, low", format="+.1f"),
            alt.Tooltip("ci_high:Q", title="95 % interval, high", format="+.1f"),
            alt.Tooltip("n_above:Q", title="n of the larger", format=","),
            alt.Tooltip("n_below:Q", title="n of the smaller", format=","),
        ],
    )
    return small_multiples(alt.layer(ZERO, papers, interval, points), panels())


def _decision(domain: tuple[str, ...]) -> alt.Color:
    return alt.Color("decision:N", title=None, scale=alt.Scale(domain=domain, range=THREE_COLOURS))


def _mean_axis(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", title="mean score, %", scale=alt.Scale(zero=False, padding=18))
