"""The defects of the boards of 2025 and 2026, and that each is handled and none is hidden.

From the committed files to the facts, by the models as they are.
"""

import shutil
from pathlib import Path

import pytest
from board_chain import empty_chain

ROOT = Path(__file__).parents[3]
BOARDS = ("epoch_hub", "helm", "llm_stats")
FACTS = ("dim_configurations", "fct_score_reports", "fct_scores", "fct_task_scores")


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    found = empty_chain(tmp_path_factory.mktemp("boards"))
    for board in BOARDS:
        shutil.copytree(ROOT / "data" / board, found.data / board)
    return found


@pytest.fixture(scope="module")
def rows(chain):
    for name in FACTS:
        chain.table(name)
    return chain.rows


def values(rows, sql):
    return [value for (value,) in rows(sql)]


def test_no_two_protocols_are_one_benchmark(rows):
    used = rows("select distinct benchmark_id, snapshot_id from fct_scores")
    assert len({benchmark for benchmark, _ in used}) == len(used)
    # the examination that three boards run in three ways is three benchmarks
    assert {"gpqa_diamond_epoch", "gpqa_helm", "gpqa_llm_stats"} <= {name for name, _ in used}
    assert (
        rows(
            "select benchmark_id from fct_score_reports group by all "
            "having count(distinct comparable_group) > 1"
        )
        == []
    )


def test_no_score_falls_to_a_benchmark_of_another_board(chain, rows):
    described = {row["benchmark_id"]: row for row in chain.table("benchmarks").to_dicts()}
    ours = set(values(rows, "select distinct benchmark_id from fct_scores"))
    gated = {name for name, row in described.items() if row["is_gated"]}
    assert gated
    assert not ours & gated


def test_a_third_party_speaks_before_a_developer(rows):
    assert (
        rows(
            "select evaluation_id, benchmark_id from fct_score_reports group by all "
            "having bool_or(reported_by = 'third_party') "
            "and not bool_or(is_score and reported_by = 'third_party') "
            "and bool_or(is_score)"
        )
        == []
    )


def test_repeats_stand_apart_and_one_speaks(rows):
    cells = (
        "from fct_score_reports where score_pct is not null group by evaluation_id, benchmark_id"
    )
    (several,) = values(rows, f"select count(*) from (select 1 {cells} having count(*) > 1)")
    assert several > 300
    assert rows(f"select 1 {cells} having count(*) filter (where is_score) != 1") == []
    kept = rows(
        "select count(*) from fct_score_reports where not is_score "
        "union all select count(*) from fct_task_scores"
    )
    assert kept[0] == kept[1]


def test_points_are_no_scores(rows):
    points = rows("select value, is_score from fct_score_reports where unit = 'points'")
    assert sorted(points) == [(2071.0, False), (2134.0, False)]
    assert max(values(rows, "select score_pct from fct_scores")) <= 100
    forecasts = values(
        rows, "select score_pct from fct_scores where benchmark_id = 'forecastbench_epoch'"
    )
    assert 50 <= min(forecasts) <= max(forecasts) <= 63


def test_a_configuration_has_the_same_date_on_every_board(rows):
    """Sources differ by weeks, preview against general release; the earliest of all counts."""
    shared = rows(
        "select lower(model_name), coalesce(variant, ''), count(distinct released_on) "
        "from dim_configurations group by all having count(distinct snapshot_id) > 1"
    )
    assert len(shared) > 50
    assert {n for *_, n in shared} <= {0, 1}


def test_sizes_are_parameters_and_not_storage(rows):
    sizes = dict(rows("select distinct model_name, parameters_b from dim_configurations"))
    # a quantised copy has the size of what was quantised
    assert sizes["Qwen3 235B A22B FP8 Throughput"] == sizes["Qwen3 235B A22B"] == 235
    # the point of a small size is not lost
    assert sizes["Qwen-1_8B"] == 1.8
    assert all(size is None or size > 0 for size in sizes.values())
    # two sizes in a name are none
    assert sizes["InternVL-Chat-ViT-6B-Vicuna-13B"] is None


def test_mixtures_have_both_sizes_and_dense_models_one(rows):
    found = rows(
        "select is_moe, parameters_b, active_parameters_b from dim_configurations "
        "where active_parameters_b is not null"
    )
    assert sum(bool(moe) for moe, *_ in found) > 50
    assert all((active < total) if moe else (active == total) for moe, total, active in found)


def test_a_rounded_score_gives_no_number_of_items(rows):
    """A denominator of 1000 or 10000 is rounding: only declared items have a standard error."""
    rounded = rows(
        "select distinct benchmark_id, n_items from fct_scores "
        "where snapshot_id like 'llm_stats%' and n_items in (1000, 10000)"
    )
    assert rounded == []
    known = rows(
        "select count(std_error_pct), count(n_items) from fct_scores "
        "where snapshot_id like 'llm_stats%'"
    )
    assert known[0][0] == known[0][1]


def test_what_is_a_checkpoint_of_its_own_is_no_mode(rows):
    found = dict(
        rows(
            "select variant, weights from dim_configurations "
            "where model_name = 'Phi-4' and snapshot_id like 'llm_stats%'"
        )
    )
    assert len(set(found.values())) == len(found) > 1


def test_an_unknown_effort_is_not_taken_for_no_reasoning(rows):
    assert values(
        rows, "select distinct is_reasoning from dim_configurations where variant = 'unknown'"
    ) == [None]
