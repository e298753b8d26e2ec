"""Score by model size (Fig. 3): the sound curve with its band, and the paper's behind."""

import altair as alt

from analysis_py.report.encodings import BLUE, CLUSTERED, GREY, RAW, VERMILLION
from analysis_py.report.figure import COHORT, ROWS, Figure
from analysis_py.report.shapes.axes import size_axis
from analysis_py.report.shapes.intervals import low_and_high
from analysis_py.report.shapes.labels import corner_labels, first_panel
from analysis_py.report.shapes.layers import layers
from analysis_py.report.shapes.panels import panels, small_multiples
from analysis_py.report.shapes.series import colours, dashes

#: Unit of observation of the two curves, and their names in the figure.
WAYS = {
    "one cluster per base model": "— by base model",
    "rows treated as independent": "- - as in the paper",
}

#: Trend of a curve by its simultaneous band.
TRENDS = ("rises", "falls", "neither", "not tested")

SIZE = alt.Tooltip("parameters_b:Q", title="billions of parameters", format=".3~g")


def chart() -> alt.FacetChart:
    """Return a panel per benchmark of points of a curve (``way``) and bins of data (``n_bin``).

    A row of a curve has ``score_pct`` and its band; ``stretch`` numbers the parts of the
    clustered curve between which ``trend`` changes.
    """
    base = alt.Chart(ROWS).encode(x=size_axis())
    score = alt.Y("score_pct:Q", title="score, %", scale=alt.Scale(domain=[0, 100]))
    bins = (
        base.transform_filter("isValid(datum.n_bin)")
        .mark_point(color=GREY, filled=True, opacity=0.35)
        .encode(
            y=score,
            size=alt.Size("n_bin:Q", scale=alt.Scale(range=[8, 220]), legend=None),
            tooltip=[
                alt.Tooltip("n_bin:Q", title="evaluations", format=","),
                SIZE,
                alt.Tooltip("score_pct:Q", title="geometric mean, %", format=".1f"),
            ],
        )
    )
    curves = base.transform_filter("isValid(datum.way)").encode(
        color=colours("way", WAYS, [CLUSTERED.colour, RAW.colour])
    )
    band = (
        base.transform_filter("isValid(datum.low_pct)")
        .transform_calculate(top_pct="min(datum.high_pct, 100)")
        .mark_area(interpolate="monotone", opacity=0.2, color=CLUSTERED.colour)
        .encode(y=alt.Y("low_pct:Q", title="score, %"), y2="top_pct:Q", detail="way:N")
    )
    lines = curves.mark_line(interpolate="monotone", strokeWidth=1.8, clip=True).encode(
        y=score,
        strokeDash=dashes("way", WAYS, [[1, 0], [4, 3]]),
        tooltip=[
            alt.Tooltip("way:N", title="counted"),
            SIZE,
            alt.Tooltip("score_pct:Q", title="score, %", format=".1f"),
            *low_and_high("low_pct", "high_pct", "95 % band", ".1f"),
            alt.Tooltip("trend:N", title="by the whole-curve band it"),
        ],
    )
    # one colour field per layer: stretches without a trend are invisible
    bars = (
        base.transform_filter("isValid(datum.stretch)")
        .mark_line(strokeWidth=6)
        .encode(
            y=alt.value("height"),
            # one bar per stretch
            detail="stretch:N",
            stroke=alt.Stroke(
                "trend:N",
                scale=alt.Scale(
                    domain=list(TRENDS), range=[BLUE, VERMILLION, "transparent", "transparent"]
                ),
                legend=None,
            ),
        )
    )
    names = corner_labels(curves, "way", WAYS)
    return first_panel(
        small_multiples(layers(bins, band, lines, bars, names), panels(), y="shared"),
        "way",
    )


FIGURE = Figure(
    title="Score by model size, %",
    caption=(
        "Geometric mean score. Dark: clustered by base model, with its band. Dashed: rows treated "
        "as independent. Bars at the foot: where the curve rises (blue) or falls (orange) "
        "significantly; the title counts rises over a factor of 1.5 in size."
    ),
    method=(
        "Score of the average model at a size, by a GAMM of log score with random intercepts of "
        "architecture and of base family; pointwise 95 % band, which ends at 100 %. "
        "Rises and falls are judged by a band that holds for the whole curve, unadjusted "
        "for the number of benchmarks. The dashed curve is the paper's model. Dots are geometric "
        "means in bins of size, larger for more evaluations. Sizes start at 0.01 B."
    ),
    alternative="One panel per benchmark: two curves of the score over model size, the "
    "clustered one with its band, over bars where it rises or falls significantly and dots for "
    "the evaluations.",
    switches=(COHORT,),
    paper_figure="Fig. 3",
)
