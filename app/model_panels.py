"""The parts about single models: a card, two side by side, and scores that a reader drops."""

import duckdb
import polars as pl
import streamlit as st
from scipy.special import ndtri

import charts
import model_queries
from analysis_py.statistics.positions.uploads import UploadError, place_upload, read_upload
from figures import figure
from panels import csv, plain, rows, source, table
from queries import Choice


def models(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Draw the card of a model, its place on the curve, its relatives, and another beside it."""
    people = rows(connection, model_queries.people(choice))
    names = dict(people.iter_rows())
    one = _pick("Model", list(names), "model", names)
    others = [evaluation for evaluation in names if evaluation != one]

    card_sql = model_queries.card(choice, one)
    card = rows(connection, card_sql)
    if card.is_empty():
        st.info("Not computed: this cohort has scores alone, neither ranks nor size curves.")
        return
    table(card)
    st.caption(
        "Ranks that the errors of scores leave open: `rank_low` to `rank_high` for this model "
        "alone, `…_simultaneous` for all at once. Expected: what its size leads one to expect, "
        "with the interval for a model of a base family like those before, which is no forecast."
    )
    source("card", card_sql, card)

    if not others:
        return
    other = _pick("Beside", others, "beside", names)
    peers_sql = model_queries.peers(choice, choice.benchmark_id)
    peers = rows(connection, peers_sql)
    if not peers["expected_pct"].drop_nulls().is_empty():
        figure(
            connection,
            choice,
            f"{names[one]} and {names[other]} on {choice.benchmark_name}",
            charts.place_on_curve(peers, [one, other]),
            "Each dot is an evaluation; point at one for its name. Named: both, and outliers.",
        )
    source("places", peers_sql, peers)

    settings = dict(rows(connection, model_queries.variables()).iter_rows())
    normal = float(ndtri((1 + settings["confidence_level"]) / 2))
    detects = normal + float(ndtri(settings["power"]))
    pair_sql = model_queries.differences(choice, one, other, normal, detects)
    pair = rows(connection, pair_sql)
    st.subheader(f"{plain(names[one])} − {plain(names[other])}")
    table(pair)
    st.caption(
        "Points; intervals as if the two had answered independently of each other. They answered "
        "the same questions, so most are too wide. `by_size_alone` is what their sizes lead one to "
        "expect."
    )
    source("two models", pair_sql, pair)

    st.subheader("Relatives")
    relatives_sql = model_queries.relatives(choice, one)
    family = rows(connection, relatives_sql)
    table(family)
    source("relatives", relatives_sql, family)
    st.subheader("Most alike in scores")
    alike_sql = model_queries.alike(choice, one)
    near = rows(connection, alike_sql)
    table(near)
    source("most alike", alike_sql, near)


def own_scores(connection: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """Place the scores of a file that the reader drops on the curves of the cohort."""
    st.write(
        "Drop a CSV of `model`, `benchmark`, `score` in percent and, where it is known, "
        "`parameters_b`, the size in billions. It is placed among the evaluations of "
        f"{plain(choice.cohort_name)} and is neither kept nor built into the warehouse."
    )
    uploaded = st.file_uploader("Scores of your own", type="csv", key="dropped")
    if uploaded is None:
        return
    try:
        upload = read_upload(uploaded.getvalue())
    except UploadError as error:
        st.error(plain(str(error)))
        return
    settings = dict(rows(connection, model_queries.variables()).iter_rows())
    scores = rows(connection, model_queries.scores(choice))
    placed = place_upload(upload, scores, settings["confidence_level"], int(settings["seed"]))
    peers = rows(connection, model_queries.peers(choice))
    table(placed)
    st.download_button(
        "Download as CSV",
        data=lambda: csv(placed),
        file_name="placed.csv",
        mime="text/csv",
        on_click="ignore",
    )
    for benchmark in placed.drop_nulls(["benchmark_name", "parameters_b"]).partition_by(
        "benchmark_name", maintain_order=True
    ):
        name = benchmark["benchmark_name"][0]
        among = peers.filter(pl.col("benchmark_name") == name)
        st.subheader(plain(name))
        own = benchmark.select(
            model_name="model", parameters_b="parameters_b", score_pct="score_pct"
        )
        figure(
            connection,
            choice,
            f"Scores of your own on {name}",
            charts.place_on_curve(among, [], own),
            "Each grey dot is an evaluation; yours are named.",
        )


def _pick(label: str, options: list[str], key: str, names: dict[str, str]) -> str:
    return st.selectbox(
        label, options, format_func=lambda option: names.get(option, option), key=key,
        bind="query-params", filter_mode="contains",  # letters in between are another model
    )  # fmt: skip
