"""Mean score of each range of size, with letters."""

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples


def chart() -> alt.FacetChart:
    """Return the mean of each range with the bar to compare it by, and its letters above."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "size_range:N",
            title="billions of parameters (n)",
            sort=alt.EncodingSortField(field="range_order", op="min"),
            axis=alt.Axis(labelAngle=-45, labelOverlap=False, labelFontSize=13),
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
        ],
    )
    letters = (
        base.transform_calculate(
            letters_at="isValid(datum.comparison_high) ? datum.comparison_high : datum.mean"
        )
        .mark_text(dy=-6, baseline="bottom")
        .encode(y=_mean_axis("letters_at"), text="letters_tukey_kramer:N")
    )
    return small_multiples(layers(bar, points, letters), panels()).resolve_scale(
        x="independent", y="independent"
    )


def _mean_axis(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", title="mean score, %", scale=alt.Scale(domain=[0, 100]))


FIGURE = Figure(
    title="Mean score by size range, %, and which ranges differ",
    caption=(
        "Ranges that share a letter do not differ significantly by the paper's test "
        "(Tukey–Kramer). Bars are comparison intervals: ranges whose bars overlap do not differ. "
        "In brackets: n. 7–13 B holds the many tunes of Mistral 7B, which are newer than most "
        "models of 13–35 B."
    ),
    method=(
        "Compact letter display, unadjusted for the number of benchmarks. Every fine-tune counts "
        "as an independent row; the last figure of this section clusters them by base model."
    ),
    alternative="One panel per benchmark: the mean score of each range of size with a bar "
    "and letters.",
    switches=(COHORT,),
)
