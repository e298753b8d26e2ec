"""Mean score of each architecture family, with letters."""

import altair as alt

from analysis_py.report.encodings import BLUE
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import lined_axis
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples


def chart() -> alt.FacetChart:
    """Return the mean of each family with two standard errors and its letters."""
    base = alt.Chart(ROWS).encode(
        y=lined_axis("label", order="mean", descending=True),
        tooltip=[
            alt.Tooltip("label:N", title="family (n)"),
            alt.Tooltip("mean:Q", title="mean score, %", format=".1f"),
            alt.Tooltip("two_se_low:Q", title="minus two standard errors", format=".1f"),
            alt.Tooltip("two_se_high:Q", title="plus two standard errors", format=".1f"),
            alt.Tooltip("letters_tukey_kramer:N", title="letters"),
        ],
    )
    bars = base.mark_rule(color=BLUE, strokeWidth=2).encode(
        x=alt.X(
            "two_se_low:Q",
            title="mean score, %; same letter: not significantly different",
            scale=alt.Scale(domainMin=0),
        ),
        x2="two_se_high:Q",
    )
    dots = base.mark_point(color=BLUE, filled=True, size=50, opacity=1).encode(x="mean:Q")
    letters = base.mark_text(align="left", dx=6, fontWeight="bold").encode(
        x="two_se_high:Q", text="letters_tukey_kramer:N"
    )
    return small_multiples(
        layers(bars, dots, letters), panels(), height=220, x="independent"
    ).properties(usermeta={"margin": 124})


FIGURE = Figure(
    title="Mean score of each architecture family, %",
    caption=(
        "Mean with two standard errors on either side; n in brackets. Families that share a "
        "letter do not differ significantly by the paper's test."
    ),
    method=("Tukey–Kramer, rows treated as independent, unadjusted for the number of benchmarks."),
    alternative=(
        "One panel per benchmark, one row per architecture family, sorted by mean score, "
        "with intervals and the letters of the pairwise comparisons."
    ),
    switches=(COHORT,),
)
