"""The charts: each takes the rows of one query and returns a chart.

Colours and signs are those of the report (docs/figures.md); whatever a colour says, a position, a
shape or a word says too.
"""

import altair as alt
import polars as pl
from scipy.stats import t

from analysis_py.report.encodings import BLUE, CLAIMS, CLUSTERED, GREY, RAW, VERMILLION, signs
from labels import BASES, VERDICTS
from tooltips import plain_range, with_tooltip

#: Height of one row of a chart whose rows are groups or pairs.
ROW = 26
#: What tooltips say of a model and of its place.
_MODEL = {"model_name": "model", "training_type": "training type"}
_PLACE = {"parameters_b": "billions of parameters", "score_pct": "score, %"}
_LOG_SIZE = alt.Scale(type="log", nice=False)


def with_intervals(means: pl.DataFrame) -> pl.DataFrame:
    """Add the interval of each mean by Student's t, taking evaluations as independent.

    Parameters
    ----------
    means : polars.DataFrame
        With ``mean``, ``std_error``, ``n_obs`` and ``confidence_level``.

    Returns
    -------
    polars.DataFrame
        With ``ci_low`` and ``ci_high``, null for a group of fewer than two.
    """
    critical = [
        float(t.ppf((1 + level) / 2, n - 1)) if n > 1 else None
        for level, n in means.select("confidence_level", "n_obs").iter_rows()
    ]
    margin = pl.Series("critical", critical, dtype=pl.Float64) * means["std_error"]
    return means.with_columns(
        ci_low=means["mean"] - margin,
        ci_high=means["mean"] + margin,
    )


def group_means(means: pl.DataFrame) -> alt.LayerChart:
    """Draw each group's mean with its interval and its number of evaluations."""
    rows = with_intervals(means).filter(pl.col("n_obs") > 0)
    rows = rows.with_columns(pl.col("letters_tukey").fill_null(""), level=plain_range("level"))
    rows = rows.with_columns(group=pl.format("{} (n = {})", "level", "n_obs"))
    rows, tooltip = with_tooltip(
        rows,
        level="group",
        n_obs="evaluations",
        mean="mean, %",
        ci_low="interval, low",
        ci_high="interval, high",
        median="median, %",
        letters_tukey="letters, Tukey–Kramer",
    )
    base = alt.Chart(rows).encode(
        alt.Y("group:N", sort=rows["group"].to_list(), title=None, axis=alt.Axis(labelLimit=220)),
        tooltip=tooltip,
    )
    return alt.layer(
        base.mark_rule(color=BLUE, size=2).encode(_scores("ci_low"), alt.X2("ci_high")),
        base.mark_point(color=BLUE, filled=True, opacity=1, size=70).encode(_scores("mean")),
        base.mark_text(dy=-10, color=GREY).encode(_scores("mean"), text="letters_tukey:N"),
    ).properties(height=alt.Step(ROW + 6))


def pair_intervals(pairs: pl.DataFrame) -> alt.LayerChart:
    """Draw each pair's difference with its intervals by both methods, one above the other."""
    methods = {"tukey": "raw", "robust": "raw, clustered by base"}
    rows = pl.concat(
        pairs.select(
            pl.format("{} − {}", plain_range("group_a"), plain_range("group_b")).alias("pair"),
            pl.when(pl.col(f"{prefix}_status") == "ok")
            .then(f"{prefix}_estimate")
            .alias("estimate"),
            pl.col(f"{prefix}_ci_low").alias("ci_low"),
            pl.col(f"{prefix}_ci_high").alias("ci_high"),
            pl.lit(name).alias("method"),
        )
        for prefix, name in methods.items()
    )
    return _two_series(rows, "method", list(methods.values()), "Difference of means, points")


def raw_and_adjusted(pairs: pl.DataFrame) -> alt.LayerChart:
    """Draw each difference of training types raw, and adjusted with its interval."""
    pair = pl.format("{} − {}", "group_a", "group_b").alias("pair")
    nothing = pl.lit(None, dtype=pl.Float64)
    rows = pl.concat(
        [
            pairs.select(
                pair,
                pl.col("estimate_unadjusted").alias("estimate"),
                nothing.alias("ci_low"),
                nothing.alias("ci_high"),
                pl.lit("raw").alias("what"),
            ),
            pairs.select(pair, "estimate", "ci_low", "ci_high", pl.lit("adjusted").alias("what")),
        ]
    )
    return _two_series(rows, "what", ["raw", "adjusted"], "Difference of means, points")


def size_curve(points: pl.DataFrame, curve: pl.DataFrame, gamm: str) -> alt.LayerChart:
    """Draw the size curve with its band over the evaluations, sizes on a log axis.

    The clustered curve has its sign, the paper's that of rows on their own.
    """
    colour = (CLUSTERED if gamm == "size_clustered" else RAW).colour
    x = alt.X("parameters_b:Q", scale=_LOG_SIZE, title="Billions of parameters (log axis)")
    score = alt.Y("score_pct:Q", scale=alt.Scale(zero=False), title="Score, %")
    points, of_points = with_tooltip(points, **_MODEL, architecture="architecture", **_PLACE)
    curve, of_curve = with_tooltip(
        curve, **_PLACE, score_low_pct="95 % band, low", score_high_pct="95 % band, high"
    )
    return alt.layer(
        alt.Chart(points)
        .mark_circle(color=GREY, opacity=0.25, size=18)
        .encode(x, score, tooltip=of_points),
        alt.Chart(curve)
        .mark_area(color=colour, opacity=0.3)
        .encode(x, alt.Y("score_low_pct:Q", title="Score, %"), alt.Y2("score_high_pct")),
        alt.Chart(curve).mark_line(color=colour, size=2.5).encode(x, score, tooltip=of_curve),
    ).properties(height=440)


def place_on_curve(
    peers: pl.DataFrame, chosen: list[str], own: pl.DataFrame | None = None, n_named: int = 3
) -> alt.LayerChart:
    """Draw scores over size with what a size leads one to expect, and names.

    Parameters
    ----------
    peers : polars.DataFrame
        One row per evaluation, of one benchmark.
    chosen : list of str
        Evaluations that are marked and named.
    own : polars.DataFrame, optional
        Further scores to mark: ``model_name``, ``parameters_b`` and ``score_pct``.
    n_named : int
        How many on either side, farthest from the curve, are named too.
    """
    points = peers.drop_nulls("parameters_b")
    ordered = points.drop_nulls("residual_in_sd").sort("residual_in_sd", "model_name")
    far = pl.concat([ordered.head(n_named), ordered.tail(n_named)]).unique("evaluation_id")
    marked = points.filter(pl.col("evaluation_id").is_in(chosen))
    if own is not None:
        marked = pl.concat([marked.select(own.columns), own])
    points, tooltip = with_tooltip(
        points,
        **_MODEL,
        **_PLACE,
        expected_pct="expected at its size, %",
        residual_in_sd="standard deviations from the curve",
    )
    marked, of_marked = with_tooltip(marked, model_name="model", **_PLACE)
    x = alt.X("parameters_b:Q", scale=_LOG_SIZE, title="Billions of parameters (log axis)")
    score = alt.Y("score_pct:Q", scale=alt.Scale(zero=False), title="Score, %")
    curve = alt.Chart(points.drop_nulls("expected_pct").unique("parameters_b").sort("parameters_b"))
    named = {"align": "left", "dx": 8, "baseline": "middle"}
    return alt.layer(
        curve.mark_area(color=BLUE, opacity=0.2).encode(
            x, alt.Y("predicted_low:Q", title="Score, %"), alt.Y2("predicted_high")
        ),
        alt.Chart(points)
        .mark_circle(color=GREY, opacity=0.3, size=18)
        .encode(x, score, tooltip=tooltip),
        curve.mark_line(color=BLUE, size=2.5).encode(x, alt.Y("expected_pct:Q")),
        alt.Chart(far).mark_text(color=GREY, **named).encode(x, score, text="model_name:N"),
        alt.Chart(marked)
        .mark_point(color=VERMILLION, filled=True, opacity=1, size=110)
        .encode(x, score, tooltip=of_marked),
        alt.Chart(marked)
        .mark_text(color=VERMILLION, fontWeight="bold", **named)
        .encode(x, score, text="model_name:N"),
    ).properties(height=440)


def verdicts(claims: pl.DataFrame) -> alt.Chart:
    """Draw how many claims each basis supports and contradicts."""
    counts = (
        claims.select(pl.col(list(BASES)).name.map(BASES.__getitem__))
        .unpivot(variable_name="basis", value_name="verdict")
        .drop_nulls("verdict")
        # what describes the paper's own sample is no verdict on another
        .filter(pl.col("verdict") != "not_applicable")
        .group_by("basis", "verdict")
        .len("n_claims")
        .with_columns(pl.col("verdict").replace(VERDICTS))
    )
    counts, tooltip = with_tooltip(counts, basis="judged by", verdict="verdict", n_claims="claims")
    words = [word for verdict, word in VERDICTS.items() if verdict != "not_applicable"]
    colours = alt.Scale(domain=words, range=[CLAIMS[word] for word in words])
    return (
        alt.Chart(counts)
        .mark_bar()
        .encode(
            alt.Y("basis:N", sort=list(BASES.values()), title=None, axis=alt.Axis(labelLimit=220)),
            alt.X("n_claims:Q", title="Claims", axis=alt.Axis(tickMinStep=1)),
            alt.Color("verdict:N", scale=colours, title="Verdict"),
            tooltip=tooltip,
        )
        .properties(height=alt.Step(ROW))
    )


def _two_series(rows: pl.DataFrame, series: str, names: list[str], title: str) -> alt.LayerChart:
    """Draw two differences per pair, each series by its colour and shape."""
    order = rows["pair"].unique(maintain_order=True).to_list()
    colours, shapes = signs(names)
    rows, tooltip = with_tooltip(
        rows.drop_nulls("estimate"),
        **{"pair": "pair", series: "method"},
        estimate="difference, points",
        ci_low="interval, low",
        ci_high="interval, high",
    )
    base = alt.Chart(rows).encode(
        alt.Y("pair:N", sort=order, title=None, axis=alt.Axis(labelLimit=260)),
        alt.YOffset(f"{series}:N", sort=names),
        alt.Color(f"{series}:N", scale=colours, title=None,
                  legend=alt.Legend(orient="top")),
        tooltip=tooltip,
    )  # fmt: skip
    # above, because a chart of many pairs is longer than a screen
    above = alt.Axis(orient="top", grid=True)
    x = alt.X("estimate:Q", title=title, axis=above)
    shape = alt.Shape(f"{series}:N", scale=shapes, title=None)
    return alt.layer(
        alt.Chart().mark_rule(color=GREY, strokeDash=[4, 3]).encode(x=alt.datum(0)),
        base.mark_rule(size=2).encode(
            alt.X("ci_low:Q", title=title, axis=above), alt.X2("ci_high")
        ),
        base.mark_point(filled=True, opacity=1, size=60).encode(x, shape),
        data=rows,
    ).properties(height=alt.Step(ROW / 2, **{"for": "offset"}))


def _scores(column: str) -> alt.X:
    return alt.X(f"{column}:Q", title="Score, %", scale=alt.Scale(zero=False))
