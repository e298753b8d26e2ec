"""Item statistics on made-up answers: levels, coverage, what is found, and odd benchmarks."""

import numpy as np
import polars as pl
import pytest
from item_tables import LEVEL, ItemTables, tables_of
from made_up_answers import made_up

from analysis_py.runs.paired.score_interval import score_interval

pytestmark = pytest.mark.chain

TABLES = (
    "stat_item_scores",
    "stat_item_pairs",
    "stat_item_ranks",
    "stat_item_reliability",
    "stat_item_difficulty",
    "stat_item_suspects",
    "stat_item_calibration",
    "stat_item_quality",
    "stat_item_subsets",
    "stat_item_winners",
    "stat_item_board_agreement",
)


@pytest.fixture(scope="module")
def made():
    return made_up(n_models=240, n_items=400, seed=3)


@pytest.fixture(scope="module")
def tables(made):
    return tables_of(made.answers)


@pytest.mark.parametrize("table", TABLES)
def test_without_item_results_a_table_is_there_and_empty(table):
    assert ItemTables().table(table).height == 0


def test_every_answer_is_counted_once(made, tables):
    n, right = len(made.answers), 10_000 * made.answers["score"].cast(pl.Int64).sum()
    for table, count in (
        ("evaluation_cluster_sums", "n_items"),
        ("evaluation_scores", "n_items"),
        ("item_sums", "n_evaluations"),
        ("item_ability_sums", "n_evaluations"),
    ):
        found = tables.table(table)
        assert (found[count].sum(), found["total"].sum()) == (n, right), table


def test_a_pair_is_counted_once_on_the_items_that_both_answered(made, tables):
    found = tables.table("pair_cluster_sums").group_by(
        "evaluation_a", "benchmark_id", "evaluation_b"
    )
    sums = found.agg(pl.col("n_items", "total_a", "total_b").sum())
    n = dict(made.items.group_by("benchmark").len().iter_rows())
    assert all(n[row["benchmark_id"]] == row["n_items"] for row in sums.iter_rows(named=True))
    scores = tables.table("evaluation_scores").select("evaluation_id", "benchmark_id", "total")
    for side in "ab":
        joined = sums.join(
            scores, left_on=[f"evaluation_{side}", "benchmark_id"], right_on=scores.columns[:2]
        )
        assert (joined[f"total_{side}"] == joined["total"]).all()


@pytest.mark.parametrize(
    ("n_models", "n_pairs"), [(2, 1), (20, 190), (240, 4 * 240 - 10), (1200, 1000)]
)
def test_every_two_are_compared_where_they_are_few_else_neighbours(n_models, n_pairs):
    scores = pl.DataFrame(
        {
            "evaluation_id": [f"{i:04}" for i in range(n_models)],
            "benchmark_id": "b",
            "left_out_because": None,
            "n_items": 10_000,
            "total": range(n_models),
        }
    )
    found = ItemTables(evaluation_scores=scores).table("item_pairs")
    assert found.height == n_pairs
    assert (found["evaluation_a"] > found["evaluation_b"]).all()
    assert found.is_unique().all()


def test_the_order_of_rows_changes_no_bit(made, tables):
    others = tables_of(made.answers.sample(fraction=1, shuffle=True, seed=1))
    for table in TABLES:
        one, other = (t.table(table) for t in (tables, others))
        one, other = one.sort(one.columns), other.sort(one.columns)
        assert one.equals(other), table


def answers(scores, families=None, sizes=None, clusters=None):
    """Return a long frame of scores by model (rows) and item (columns); null is not answered."""
    frame = pl.DataFrame(
        [
            {
                "model": f"m{i}",
                "base_family": families[i] if families else f"f{i}",
                "parameters_b": sizes[i] if sizes else float(i + 1),
                "benchmark": "b",
                "item": str(j),
                "cluster": clusters[j] if clusters else None,
                "score": score,
            }
            for i, row in enumerate(scores)
            for j, score in enumerate(row)
            if score is not None
        ],
        schema_overrides={"cluster": pl.String, "parameters_b": pl.Float64, "score": pl.Float64},
    )
    return tables_of(frame)


#: Scores of models (rows) on items (columns), and what tables say of them by status.
DEGENERATE = {
    "a single model": (
        {"scores": [[1, 0, 1]]},
        {"scores": "ok", "reliability": "fewer than two evaluations or items"},
    ),
    "a single item": (
        {"scores": [[1], [0], [1], [0], [1], [1]]},
        {
            "scores": "a single item",
            "pairs": "fewer than two items in common",
            "reliability": "fewer than two evaluations or items",
        },
    ),
    "all is right": (
        {"scores": [[1, 1]] * 6},
        {
            "scores": "all items scored alike",
            "pairs": "ok",
            "reliability": "all evaluations have one score",
            "difficulty": "everybody answers it",
        },
    ),
    "one size and one cluster": (
        {"scores": [[1, 0], [0, 1], [1, 1], [0, 0], [1, 0]], "sizes": [7] * 5, "clusters": "tt"},
        {
            "scores": "all items in one cluster",
            "pairs": "all items in one cluster",
        },
    ),
    "as many items but other ones": (
        {"scores": [[1, 0, None], [None, 0, 1], [1, 1, None]]},
        {"reliability": "evaluations did not answer the same items"},
    ),
}


@pytest.mark.parametrize("case", DEGENERATE)
def test_what_cannot_be_estimated_says_why(case):
    given, expected = DEGENERATE[case]
    tables = answers(**given)
    for name, status in expected.items():
        assert set(tables.table(f"stat_item_{name}")["status"]) == {status}, name


def test_evaluations_that_answered_fewer_items_are_left_out_of_what_must_be_complete():
    tables = answers([[1, 0, 1], [0, 0, 1], [1, 1, 1], [1, 0, None]])
    (row,) = tables.table("stat_item_reliability").to_dicts()
    assert (row["n_evaluations"], row["n_dropped"], row["status"]) == (3, 1, "ok")
    complete = answers([[1, 0, 1], [0, 0, 1], [1, 1, 1]])
    (expected,) = complete.table("stat_item_reliability").to_dicts()
    assert row["reliability"] == pytest.approx(expected["reliability"], rel=1e-14)
    difficulty = tables.table("stat_item_difficulty").sort("item_key")
    assert difficulty["n_evaluations"].to_list() == [4, 4, 3]
    assert difficulty["n_obs"].to_list() == [3, 3, 3]
    pairs = tables.table("stat_item_pairs")
    assert set(pairs["n_items"]) == {2, 3}


def test_parts_of_full_marks_are_compared_by_their_differences():
    tables = answers([[0.5, 0.25, 1], [0, 0.5, 1]])
    (row,) = tables.table("stat_item_pairs").to_dicts()
    d = np.array([-0.5, 0.25, 0])
    expected = score_interval(d, LEVEL)
    assert (row["n_only_a"], row["n_only_b"]) == (None, None)
    assert row["estimate"] == pytest.approx(100 * d.mean())
    assert row["std_error"] == pytest.approx(100 * d.std(ddof=1) / np.sqrt(3))
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(
        (100 * expected.low, 100 * expected.high)
    )
