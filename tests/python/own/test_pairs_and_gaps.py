"""How far two models of an import lie apart, and what it would take to be ahead."""

import math

import polars as pl
import pytest
from board_chain import Chain, empty_chain
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis_py.dbt.sql_functions import register

SCORES = {"a": 62.0, "b": 58.0, "c": 57.5, "d": 40.0}
ERRORS = {"a": 1.4, "b": 1.5, "c": 1.5, "d": 1.6}


@pytest.fixture
def chain(tmp_path) -> Chain:
    """Return an import of four models, without answers to single items."""
    chain = empty_chain(tmp_path)
    lines = "".join(f"{name},MMLU,acc,5,{SCORES[name]},{ERRORS[name]}\n" for name in SCORES)
    header = "model_name,benchmark,metric,n_shots,score,std_error\n"
    chain.add_file("mine", header + lines, root="imports")
    answered(chain, [])
    return chain


def answered(chain: Chain, pairs: list[dict]) -> None:
    """Let the statistics of items be these."""
    connection = chain._connection
    register(connection)
    models = [(f"item {name}", "mine", name) for name in SCORES]
    frame = pl.DataFrame(models, ["evaluation_id", "import_name", "model_name"], orient="row")
    schema = {
        **{"benchmark_id": pl.String, "evaluation_a": pl.String, "evaluation_b": pl.String},
        **{"model_a": pl.String, "model_b": pl.String, "estimate": pl.Float64},
        **{"std_error": pl.Float64, "n_items": pl.Int64, "status": pl.String},
    }
    connection.execute("create table item_models as from frame")
    items = pl.DataFrame(pairs, schema=schema)
    assert items.width == len(schema)
    connection.execute("create table stat_item_pairs as from items")
    assert frame.height == len(SCORES)


def test_pairs_are_tested_and_adjusted(chain):
    rows = chain.table("import_pairs").sort("evaluation_a", "evaluation_b").to_dicts()
    assert len(rows) == 6
    p_values = []
    for row in rows:
        a, b = row["model_a"], row["model_b"]
        error = math.hypot(ERRORS[a], ERRORS[b])
        assert row["estimate"] == pytest.approx(SCORES[a] - SCORES[b])
        assert row["estimate"] >= 0
        assert (row["method"], row["n_common_items"]) == ("unpaired", None)
        assert row["std_error"] == pytest.approx(error)
        p_value = 2 * stats.norm.sf(row["estimate"] / error)
        assert row["p_value"] == pytest.approx(p_value)
        assert row["ci_low"] == pytest.approx(row["estimate"] - stats.norm.ppf(0.975) * error)
        reach = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
        assert row["smallest_detectable_pct"] == pytest.approx(reach * error)
        p_values.append(p_value)
    adjusted = multipletests(p_values, method="holm")[1]
    assert [row["p_adjusted"] for row in rows] == pytest.approx(adjusted.tolist())


def test_answers_to_the_same_items_pair_two_models(tmp_path):
    chain = empty_chain(tmp_path)
    lines = "".join(f"{name},MMLU,acc,5,{SCORES[name]},{ERRORS[name]}\n" for name in SCORES)
    header = "model_name,benchmark,metric,n_shots,score,std_error\n"
    chain.add_file("mine", header + lines, root="imports")
    # the order of the two may be another there; and c − d are answers of another metric
    answered(
        chain,
        [
            item_pair("b", "a", -4.0, 0.9),
            item_pair("c", "d", 3.0, 0.5),
        ],
    )
    rows = {(row["model_a"], row["model_b"]): row for row in chain.table("import_pairs").to_dicts()}
    pair = rows["a", "b"]
    assert (pair["method"], pair["std_error"], pair["n_common_items"]) == ("paired", 0.9, 500)
    assert rows["c", "d"]["method"] == "unpaired"


def item_pair(a: str, b: str, estimate: float, error: float) -> dict:
    return {
        **{"benchmark_id": "mmlu", "evaluation_a": f"item {a}", "evaluation_b": f"item {b}"},
        **{"model_a": a, "model_b": b, "estimate": estimate, "std_error": error},
        **{"n_items": 500, "status": "ok"},
    }


def test_gaps_tell_ties_and_what_is_needed(chain):
    """Beside a board of eight scores with errors of their own."""
    error = 1.5
    board = [60.0, 61.0, 63.0, 66.0, 66.5, 70.0, 50.0, 30.0]
    evaluations = chain.table("fct_scores")
    own = evaluations.filter(score_pct=62.0).to_dicts()[0]
    matched = pl.DataFrame(
        [
            {
                **{"snapshot_id": own["snapshot_id"], "cohort_id": "board", "metric": "acc"},
                **{"benchmark_id": "mmlu", "n_shots": 5, "score_pct": 62.0},
                **{"evaluation_id": own["evaluation_id"], "std_error_pct": 1.4, "n_items": 1200},
            }
        ]
    )
    peers = pl.DataFrame(
        {
            "evaluation_id": [f"p{n}" for n in range(len(board))],
            "benchmark_id": "mmlu",
            "metric": "acc",
            "n_shots": 5,
            "score_pct": board,
            "std_error_pct": error,
            "n_items": 1000,
        }
    )
    bridge = peers.select("evaluation_id").with_columns(cohort_id=pl.lit("board"))
    connection = chain._connection
    chain.table("fct_evaluations")
    for name, frame in (
        ("int_import_scores_matched", matched),
        ("bridge_cohort_evaluations", bridge),
        ("fct_scores", peers),
    ):
        connection.register("given", frame.to_arrow())
        connection.execute(f"create or replace table {name} as from given")
    (row,) = chain.table("import_gaps").to_dicts()
    reach = stats.norm.ppf(0.975) * math.hypot(error, 1.4)
    assert (row["status"], row["n_compared"]) == ("ok", 8)
    assert row["n_tied"] == sum(abs(each - 62) <= reach for each in board)
    assert row["n_ahead"] == sum(each - 62 > reach for each in board)
    assert row["next_range_pct"] == min(each for each in board if each - 62 > reach)
    assert row["points_to_next_range"] == pytest.approx(row["next_range_pct"] - 62)
    z = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    assert row["items_for_one_point"] == math.ceil(2 * 1.4**2 * 1200 * z**2)
