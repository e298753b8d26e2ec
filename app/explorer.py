"""The explorer: pick a cohort, a benchmark and a factor, and see what the warehouse says.

``llm-reassess app`` runs it, or ``streamlit run app/explorer.py`` in the project's folder. It only
reads the published file, and every part shows the SQL behind it.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import streamlit as st

import charts
import queries
from analysis_py.publishing.reading import opened
from claim_panel import claims
from custom_query import draw_query
from figures import figure
from labels import ADJUSTMENTS, ENGINES, FACTORS, TESTS
from model_panels import models, own_scores
from panels import absences, begin, plain, rows, source, table
from published import database_path, version
from queries import Choice


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="llm_reassessment", layout="wide")
    path = database_path()
    seen = version(path)
    if seen is None:
        st.error(
            f"There is no published file at `{path}`. Build it with `llm-reassess build` in the "
            "project's folder, or let the environment variable `LLM_REASSESSMENT_WAREHOUSE` name "
            "the folder that holds it."
        )
    else:
        try:
            with opened(path) as connection:
                # a build that has come between may be the one that is open, or not
                begin(seen if version(path) == seen else None)
                draw(connection, path)
        except duckdb.IOException as error:
            st.error(
                f"`{path}` cannot be opened. Build it anew with `llm-reassess build`.\n\n{error}"
            )
    follow(path, seen)


@st.fragment(run_every="10s")
def follow(path: Path, seen: tuple[int, int] | None) -> None:
    """Draw the page again when a build has put another file in place."""
    if version(path) != seen:
        st.rerun()


def draw(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Draw the choices and all that follows from them."""
    choice, title, about = choose(connection, path)
    st.title(title)
    st.write(about)
    parts = {
        "Groups": groups,
        "Pairs": pairs,
        "Size curve": size_curve,
        "Adjusted": adjusted,
        "Models": models,
        "Your scores": own_scores,
        "Claims": claims,
    }
    *tabs, last = st.tabs([*parts, "SQL"], key="tab", bind="query-params")
    for tab, part in zip(tabs, parts.values(), strict=True):
        with tab:
            part(connection, choice)
    with last:
        draw_query(connection, path)


def choose(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[Choice, str, str]:
    """Return what the reader picks, a title and what the cohort is.

    The address of the page holds the choices, so that it can be passed on.
    """
    cohorts = rows(connection, queries.COHORTS)
    factors = rows(connection, queries.FACTORS)["factor"].to_list()
    engines = rows(connection, queries.ENGINES)["engine"].to_list()
    with st.sidebar:
        called = dict(cohorts.select("cohort_id", "cohort_name").iter_rows())
        cohort_id = pick("Cohort", list(called), "cohort", called)
        if cohort_id is None:
            st.info("No cohort has an evaluation.")
            st.stop()
        benchmarks = rows(connection, queries.benchmarks(cohort_id))
        names = dict(benchmarks.select("benchmark_id", "benchmark_name").iter_rows())
        benchmark_id = pick("Benchmark", list(names), "benchmark", names)
        if benchmark_id is None:
            st.info("Nothing is computed for this cohort.")
            st.stop()
        factor = pick("Factor", factors, "factor", FACTORS)
        engine = pick("Engine of the size curve", engines, "engine", ENGINES)
        published = datetime.fromtimestamp(path.stat().st_mtime)
        st.caption(f"`{path.name}`, published {published:%Y-%m-%d %H:%M}. Read only.")
    cohort = cohorts.row(by_predicate=pl.col("cohort_id") == cohort_id, named=True)
    description = plain(cohort["description"] or "")
    about = (
        f"**{plain(called[cohort_id])}**, {cohort['n_evaluations']:,} evaluations. {description}"
    )
    title = f"{plain(names[benchmark_id])} by {_of(factor)}"
    choice = Choice(
        cohort_id, benchmark_id, factor, engine,
        cohort_name=called[cohort_id], n_evaluations=cohort["n_evaluations"],
        benchmark_name=names[benchmark_id],
    )  # fmt: skip
    return choice, title, about


def pick(label: str, options: list[str], key: str, names: Mapping[str, str] | None = None) -> str:
    """Let the reader pick one of the options, called by their names where they have one.

    What an address asks for and the data lack is said, for Streamlit takes another in silence.
    """
    called = names or {}
    asked = st.query_params.get(key)
    picked = st.selectbox(
        label,
        options,
        format_func=lambda option: called.get(option, option),
        key=key,
        bind="query-params",
    )
    # an address has the option or, as Streamlit writes it, its name
    if asked is not None and asked not in {*options, *called.values()}:
        shown = plain(called.get(picked, picked) or "nothing")
        st.warning(f"There is no {label.lower()} “{plain(asked)}” here; {shown} is shown.")
    return picked


def _of(factor: str) -> str:
    return FACTORS.get(factor, factor).lower()


def groups(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Draw the group means, the tests over all groups and the shares of variance."""
    sql = queries.means(choice)
    means = rows(connection, sql)
    st.subheader("Means")
    figure(
        connection,
        choice,
        f"Mean score by {_of(choice.factor)} on {choice.benchmark_name}",
        charts.group_means(means),
        "Mean with a Student interval that takes evaluations as independent; fine-tunes of one "
        "base are not. Groups that share a letter do not differ by Tukey–Kramer. An unknown size "
        "is shown, not tested.",
    )
    table(means)
    source("group means", sql, means)

    st.subheader("Do the groups differ?")
    sql = queries.tests(choice)
    tests = rows(connection, sql)
    absences(tests.with_columns(pl.col("method").replace(TESTS)), "method")
    table(tests.with_columns(pl.col("method").replace(TESTS)))
    st.caption("A p-value below the smallest double reads 0; its logarithm tells its size.")
    source("tests", sql, tests)

    st.subheader("How much of the variance lies between them?")
    sql = queries.effect_sizes(choice)
    effects = rows(connection, sql)
    absences(effects, "measure")
    table(effects)
    source("effect sizes", sql, effects)


def pairs(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Draw the pairs by both methods, side by side."""
    sql = queries.pairs(choice)
    frame = rows(connection, sql)
    if frame.is_empty():
        tests = rows(connection, queries.tests(choice))
        absences(tests.with_columns(method=pl.lit("any pair")), "method")
    else:
        figure(
            connection,
            choice,
            f"Differences by {_of(choice.factor)} on {choice.benchmark_name}",
            charts.pair_intervals(frame),
            "Raw, by Tukey–Kramer, takes evaluations as independent, and its intervals hold for "
            "all pairs at once. The clustered ones take base families as independent, and hold "
            "one pair at a time; Holm's p-value is for all pairs and benchmarks. `robust_method` "
            "is the method that holds its level on that pair and sees most, "
            "`robust_type1_error` its type I error rate at 5 %. A mixed model weighs a base by "
            "what it tells, so its difference is not that of the plain means.",
        )
        named = frame.with_columns(pair=pl.format("{} − {}", "group_a", "group_b"))
        for prefix, method in (("tukey", "raw"), ("robust", "raw, clustered by base")):
            absences(named, "pair", f"{prefix}_status", method)
        table(frame)
    source("pairs", sql, frame)


def size_curve(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Draw the GAMM of size over the evaluations it is fitted on."""
    fit_sql, curve_sql = queries.size_fit(choice), queries.size_curve(choice)
    points_sql = queries.size_points(choice)
    fit, curve = rows(connection, fit_sql), rows(connection, curve_sql)
    points = rows(connection, points_sql)
    engine = ENGINES.get(choice.engine, choice.engine)
    if fit.is_empty():
        st.info(f"Not computed: no size curve of this cohort was fitted with {engine}.")
    absences(fit.with_columns(engine=pl.lit(engine)), "engine")
    if not curve.is_empty():
        gamm = fit["gamm"][0]
        allowed = (
            "with a random intercept of the base family: fine-tunes of one base may be alike"
            if gamm == "size_clustered"
            else "as the paper fitted it: every fine-tune counts as independent"
        )
        figure(
            connection,
            choice,
            f"Score on {choice.benchmark_name} over model size, {engine}",
            charts.size_curve(points, curve, gamm),
            "Each point is an evaluation. The model is one of the logarithm of the score, "
            f"{allowed}. Its curve is drawn through the mean of the logarithms; the band is "
            "pointwise and the curve's own.",
        )
        if choice.engine == "pygam":
            st.warning("pyGAM's bands and p-values are known to be too small.")
    table(fit)
    source("size fit", fit_sql, fit)
    source("size curve", curve_sql, curve)
    source("size points", points_sql, points)


def adjusted(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Draw what is left of the differences of training types adjusted for size and architecture."""
    st.subheader("Training types at a common mix of sizes and architectures")
    method = st.radio(
        "Adjustment",
        list(ADJUSTMENTS),
        format_func=ADJUSTMENTS.get,
        horizontal=True,
        key="adjustment",
    )
    mean_sql = queries.adjusted_means(choice, method)
    pair_sql = queries.adjusted_pairs(choice, method)
    means, frame = rows(connection, mean_sql), rows(connection, pair_sql)
    absences(means, "level")
    if not frame.is_empty():
        absences(frame.with_columns(pair=pl.format("{} − {}", "group_a", "group_b")), "pair")
        figure(
            connection,
            choice,
            f"Training types on {choice.benchmark_name}, raw and adjusted",
            charts.raw_and_adjusted(frame),
            "Both of the same evaluations. The interval is cluster-robust, for one pair.",
        )
        table(frame)
    source("adjusted pairs", pair_sql, frame)
    table(means)
    source("adjusted means", mean_sql, means)


if __name__ == "__main__":
    main()
