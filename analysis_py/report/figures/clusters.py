"""Whether models of one label lie together, and what a picture of that is worth (Fig. 11)."""

from __future__ import annotations

import altair as alt

from analysis_py.report.figure import COHORT, ROWS, Figure, Page, Switch
from analysis_py.report.style import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    PALETTE,
    TEAL,
    TRAINING_TYPE_COLOURS,
    TRAINING_TYPES,
    TWO_LINES,
    VERMILLION,
    VIOLET,
    panels,
    zero_line,
)

LABEL = Switch("factor_words", "Label")

#: What is, and what chance gives.
LABELLED = ("as labelled", "labels shuffled")
PICTURED = ("this picture", "at random")

#: From small, in cold colours, to large, in warm ones.
RANGES = ("[0,1.5)", "[1.5,3)", "[3,7)", "[7,13)", "[13,35)", "35 and more", "unknown")
RANGE_COLOURS = (VIOLET, BLUE, TEAL, GREEN, AMBER, VERMILLION, GREY)

#: The paper's families; those with the fewest models are counted among the others.
FAMILIES = ("Llama", "Mistral", "GPT2", "GPTNeo", "GPTJ", "OPT", "Bloom", "Other")
FAMILY_COLOURS = (*(colour for colour in PALETTE if colour != GREY), GREY)

SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "triangle-down",
    "cross",
    "triangle-right",
    "triangle-left",
)


def tsne_points() -> alt.ConcatChart:
    """Return the picture three times, coloured by size, training type and architecture."""
    drawings = [
        _coloured("parameter_range", "Range of size, billions", RANGES, RANGE_COLOURS),
        _coloured("training_type", "Training type", TRAINING_TYPES, TRAINING_TYPE_COLOURS),
        _coloured("family", "Architecture family", FAMILIES, FAMILY_COLOURS),
    ]
    return alt.concat(*drawings, columns=3, spacing=24).resolve_scale(
        color="independent", shape="independent"
    )


def _coloured(column: str, title: str, levels: tuple, colours: tuple) -> alt.LayerChart:
    legend = alt.Legend(columns=2, symbolSize=60, orient="bottom", symbolOpacity=1)
    axis = alt.Axis(labels=False, ticks=False, grid=False, title=None)
    shapes = list(SHAPES[: len(levels)])
    points = (
        alt.Chart(ROWS)
        .mark_point(filled=True, size=22, opacity=0.75)
        .encode(
            x=alt.X("x:Q", axis=axis, scale=alt.Scale(zero=False, nice=False, padding=8)),
            y=alt.Y("y:Q", axis=axis, scale=alt.Scale(zero=False, nice=False, padding=8)),
            color=alt.Color(
                f"{column}:N",
                title=None,
                scale=alt.Scale(domain=levels, range=list(colours)),
                legend=legend,
            ),
            shape=alt.Shape(
                f"{column}:N",
                title=None,
                scale=alt.Scale(domain=levels, range=shapes),
                legend=legend,
            ),
            tooltip=[
                alt.Tooltip("parameter_range:N", title="range of size"),
                alt.Tooltip("training_type:N", title="training type"),
                alt.Tooltip("family:N", title="architecture family"),
            ],
        )
    )
    count = (
        alt.Chart(ROWS)
        .transform_aggregate(shown="count()", all="max(n_evaluations)")
        .transform_calculate(
            words="'n = ' + format(datum.shown, ',')"
            " + (datum.shown < datum.all ? ' of ' + format(datum.all, ',') : '')"
        )
        .mark_text(align="left", baseline="bottom", fontSize=11)
        .encode(x=alt.value(4), y=alt.value(276), text="words:N")
    )
    return alt.layer(points, count).properties(
        title=alt.Title(title, anchor="start", fontSize=12), width=280, height=280
    )


def cluster_indices() -> alt.FacetChart:
    """Return each index of each label, beside what shuffled labels give."""
    base = alt.Chart(ROWS).encode(y=_names("label", "label_order"))
    spread = base.mark_rule(color=GREY, strokeWidth=3).encode(x="value_low:Q", x2="value_high:Q")
    dots = _dots(
        base,
        LABELLED,
        alt.Tooltip("label:N"),
        alt.Tooltip("value_low:Q", title="less two standard deviations", format=".3f"),
        alt.Tooltip("value_high:Q", title="and two standard deviations", format=".3f"),
        alt.Tooltip("p_value:Q", title="p", format=".3f"),
    )
    evidence = (
        base.transform_filter("isValid(datum.p_value)")
        .transform_calculate(words="'p = ' + format(datum.p_value, '.3f')")
        .mark_text(fontSize=11, align="left", dx=9)
        .encode(x="value:Q", text="words:N")
    )
    return _by_index(alt.layer(zero_line(), spread, dots, evidence), height=150, margin=116)


def cluster_levels() -> alt.FacetChart:
    """Return silhouette and purity of every level of the chosen label."""
    base = alt.Chart(ROWS).encode(y=_names("level", "level_order"))
    dots = _dots(base, LABELLED, alt.Tooltip("level:N"))
    return _by_index(alt.layer(zero_line(), dots), height=320, margin=126)


def tsne_quality() -> alt.FacetChart:
    """Return how far each picture keeps neighbours, beside a picture at random."""
    base = alt.Chart(ROWS).encode(y=_names("picture", "picture_order"))
    dots = _dots(base, PICTURED, alt.Tooltip("picture:N"))
    return _by_index(alt.layer(zero_line(), dots), height=220, margin=118, columns=3)


def _dots(base: alt.Chart, kinds: tuple[str, str], *tooltips: alt.Tooltip) -> alt.Chart:
    """Return the values of two kinds: what is, and what chance gives."""
    first, *others = tooltips
    return base.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", title=None, scale=alt.Scale(domainMax=1)),
        color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds, range=[BLUE, GREY])),
        shape=alt.Shape(
            "kind:N", title=None, scale=alt.Scale(domain=kinds, range=["circle", "diamond"])
        ),
        tooltip=[
            first,
            alt.Tooltip("kind:N"),
            alt.Tooltip("index_words:N", title="index"),
            alt.Tooltip("value:Q", format=".3f"),
            *others,
        ],
    )


def _names(field: str, order: str) -> alt.Y:
    return alt.Y(
        f"{field}:N",
        title=None,
        sort=alt.EncodingSortField(field=order, op="min"),
        axis=alt.Axis(
            labelExpr=TWO_LINES, labelOffset=-6, labelOverlap=False, ticks=False, grid=True
        ),
    )


def _by_index(chart: alt.LayerChart, height: int, margin: int, columns: int = 2) -> alt.FacetChart:
    return (
        chart.properties(width=300, height=height)
        .facet(panels("index_words", order="index_order"), columns=columns)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent", y="independent")
        .properties(usermeta={"margin": margin})
    )


PAGE = Page(
    name="clusters",
    title="Clusters",
    summary="Whether models of one size, training type or architecture lie together",
    figures=(
        Figure(
            name="tsne_points",
            title="All scores of each model, in one picture",
            caption="t-SNE: one mark per evaluation, and neighbours have much the same scores on "
            "all benchmarks. Three times the same places, coloured by three labels. Directions, "
            "distances between groups and their density mean nothing. Of large populations a "
            "random part is drawn.",
            alternative="Three scatter plots of the same points without axes, coloured by range "
            "of size, training type and architecture family.",
            chart=tsne_points,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
            paper_figure="Fig. 11",
            renderer="canvas",
        ),
        Figure(
            name="cluster_indices",
            title="Four indices of how far a label makes clusters",
            caption="Computed from all scores, not from the picture. Blue: the labels as they are. "
            "Grey: mean and two standard deviations of 499 shuffles, so that p cannot be below "
            "0.002; the silhouette is not shuffled. Silhouette: 0 between groups, 1 in clusters of "
            "one's own, below 0 among others. Purity: share of the 15 nearest neighbours with the "
            "same label. Adjusted Rand index: agreement with as many clusters found without the "
            "labels. PERMANOVA R²: share of the squared distances that lies between groups.",
            alternative="Four panels, one per index, with one row per label: the index as it is, "
            "and what shuffled labels give.",
            chart=cluster_indices,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
        ),
        Figure(
            name="cluster_levels",
            title="Which groups lie together",
            caption="Blue: mean silhouette, and the share of the 15 nearest neighbours in the same "
            "group. Grey: that share if labels were shuffled, which is large for a large group. "
            "A group of fewer than 16 cannot reach a purity of 1.",
            alternative="Two panels, silhouette and purity of neighbours, with one row per group "
            "of the chosen label.",
            chart=cluster_levels,
            switches=(COHORT, LABEL),
            default={"cohort_id": "paper_2024_01", "factor_words": "Range of size"},
        ),
        Figure(
            name="tsne_quality",
            title="How far the picture can be trusted",
            caption="Trustworthiness: near 1 where neighbours in the picture are neighbours in the "
            "scores. Neighbours kept: share of the 15 nearest in the scores that are nearest in "
            "the picture; it falls as evaluations grow in number, so compare pictures of the same "
            "n. Neighbours in common: how far t-SNE from different random starts agrees, on one "
            "sample. Grey: a picture at random.",
            alternative="Three panels, one per index, with one row per picture: t-SNE, principal "
            "components and t-SNE from random starts.",
            chart=tsne_quality,
            switches=(COHORT,),
            default={"cohort_id": "paper_2024_01"},
        ),
    ),
    facts=("clusters", "cluster_levels", "tsne", "cluster_verdicts"),
)
