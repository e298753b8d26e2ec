"""How small a difference two runs on the same questions can show."""

import altair as alt

from analysis_py.report.encodings import BLUE, INK
from analysis_py.report.figure import ROWS, Figure
from analysis_py.report.shapes.layers import layers


def chart() -> alt.LayerChart:
    """Return a line per share answered differently, and a named dot per benchmark."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "n_items:Q",
            title="questions that both answer (log scale)",
            scale=alt.Scale(type="log", nice=False, domain=[100, 200_000]),
            axis=alt.Axis(values=[100, 1000, 10_000], format=","),
        ),
        y=alt.Y(
            "detectable_pct:Q",
            title="smallest difference shown, points (log scale)",
            scale=alt.Scale(type="log", nice=False, padding=8),
            axis=alt.Axis(values=[0.5, 1, 2, 5, 10, 20], format="~g"),
        ),
    )
    return layers(*_formula(base), *_benchmarks(base)).properties(width=620, height=320)


def _formula(base: alt.Chart) -> tuple[alt.Chart, ...]:
    """Return the lines, their points and their names at the right."""
    formula = base.transform_filter("!datum.is_benchmark").encode(
        color=alt.value(BLUE),
        detail="series_name:N",
        tooltip=[
            alt.Tooltip("series_name:N", title="share"),
            alt.Tooltip("n_items:Q", title="questions", format=","),
            alt.Tooltip("detectable_pct:Q", title="difference shown, points", format=".1f"),
            alt.Tooltip("n_items_for_point:Q", title="questions for one point", format=",.0f"),
        ],
    )
    names = (
        formula.transform_filter("datum.is_last")
        .transform_calculate(name="width < 400 ? datum.discordant_pct + ' %' : datum.series_name")
        .mark_text(align="left", dx=8)
    )
    points = formula.mark_point(filled=True, size=40)
    return formula.mark_line(), points, names.encode(text="name:N")


def _benchmarks(base: alt.Chart) -> tuple[alt.Chart, ...]:
    """Return a dot per benchmark, and the names for which there is room."""
    benchmarks = base.transform_filter("datum.is_benchmark").encode(
        color=alt.value(INK),
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("n_items:Q", title="questions", format=","),
            alt.Tooltip("detectable_pct:Q", title="difference shown, points", format=".1f"),
            alt.Tooltip("detectable_unpaired_pct:Q", title="unpaired, points", format=".1f"),
            alt.Tooltip("discordant_pct:Q", title="answered differently, %", format=".0f"),
        ],
    )
    # on a phone without names; a layer without rows has no scale
    wide = benchmarks.transform_calculate(
        label_left="width < 400 ? '' : datum.label_left",
        label_right="width < 400 ? '' : datum.label_right",
    )
    return (
        benchmarks.mark_point(filled=True, size=60, opacity=1),
        wide.mark_text(align="right", dx=-8).encode(text="label_left:N"),
        wide.mark_text(align="left", dx=8).encode(text="label_right:N"),
    )


FIGURE = Figure(
    title="Smallest difference that two runs show with 80 % probability, percentage points",
    caption=(
        "A line for each share of questions that only one of the two runs gets right. Dark "
        "dots: the median pair of models on a benchmark."
    ),
    method=(
        "McNemar’s test at 5 %, from its normal approximation; the lines rest on no data. A tenth "
        "of the difference takes a hundred times as many questions. Pairs of models are neighbours "
        "in score; benchmarks with fewer than 30 are left out, and a name that would lie on "
        "another is in the tooltip alone."
    ),
    alternative=(
        "Lines that fall with the number of questions, one per share answered differently, and a "
        "dot per benchmark."
    ),
)
