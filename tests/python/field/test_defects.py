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


#: What would be wrong, and the rows that would show it.
WRONG = {
    "two protocols are one benchmark": """
        from fct_score_reports group by benchmark_id having count(distinct comparable_group) > 1
    """,
    "a benchmark is of two boards": """
        from fct_scores group by benchmark_id having count(distinct snapshot_id) > 1
    """,
    "a score falls to a benchmark of another board": """
        from fct_scores join benchmarks using (benchmark_id) where is_gated
    """,
    "a developer speaks before a third party": """
        from fct_score_reports group by evaluation_id, benchmark_id
        having bool_or(reported_by = 'third_party') and bool_or(is_score)
            and not bool_or(is_score and reported_by = 'third_party')
    """,
    "of several reports none speaks, or two": """
        from fct_score_reports where score_pct is not null group by evaluation_id, benchmark_id
        having count(*) filter (where is_score) != 1
    """,
    "a configuration has two dates": """
        from dim_configurations group by lower(model_name), coalesce(variant, '')
        having count(distinct released_on) > 1
    """,
    "a mixture has no smaller active size, or a dense model one": """
        from dim_configurations where case when is_moe then active_parameters_b >= parameters_b
            else active_parameters_b is not null and active_parameters_b != parameters_b end
    """,
    "a size is nothing": "from dim_configurations where parameters_b <= 0",
    # only declared items have a standard error: a denominator of 1000 or 10000 is rounding
    "a rounded score gives a number of items": """
        from fct_scores where snapshot_id like 'llm_stats%'
            and (n_items in (1000, 10000) or (n_items is null) != (std_error_pct is null))
    """,
    "an unknown effort is taken for no reasoning": """
        from dim_configurations where variant = 'unknown' and is_reasoning is not null
    """,
}


@pytest.mark.parametrize("what", WRONG)
def test_nothing_is_wrong(chain, rows, what):
    chain.table("benchmarks")
    assert rows(f"select 1 {WRONG[what]}") == []


def test_what_would_be_wrong_is_there(chain, rows):
    used = {name for (name,) in rows("select distinct benchmark_id from fct_scores")}
    # the examination that three boards run in three ways is three benchmarks
    assert {"gpqa_diamond_epoch", "gpqa_helm", "gpqa_llm_stats"} <= used
    cells = (
        "from fct_score_reports where score_pct is not null group by evaluation_id, benchmark_id"
    )
    ((several, mixtures, shared, gated),) = rows(
        f"select (select count(*) from (select 1 {cells} having count(*) > 1)), "
        "(select count(*) from dim_configurations where is_moe and active_parameters_b > 0), "
        "(select count(*) from (from dim_configurations select 1 group by lower(model_name), "
        "coalesce(variant, '') having count(distinct snapshot_id) > 1)), "
        "(select count(*) from benchmarks where is_gated)"
    )
    assert several > 300
    assert min(mixtures, shared) > 50
    assert gated > 0


def test_what_does_not_speak_is_kept(rows):
    ((silent, kept),) = rows(
        "select (select count(*) from fct_score_reports where not is_score), "
        "(select count(*) from fct_task_scores)"
    )
    assert silent == kept


def test_points_are_no_scores(rows):
    points = rows("select value, is_score from fct_score_reports where unit = 'points'")
    assert sorted(points) == [(2071.0, False), (2134.0, False)]
    of_forecasts = "filter (where benchmark_id = 'forecastbench_epoch')"
    ((most, low, high),) = rows(
        f"select max(score_pct), min(score_pct) {of_forecasts}, max(score_pct) {of_forecasts} "
        "from fct_scores"
    )
    assert most <= 100
    assert 50 <= low <= high <= 63


def test_names_are_read_as_they_mean(rows):
    sizes = dict(rows("select distinct model_name, parameters_b from dim_configurations"))
    # a quantised copy has the size of what was quantised
    assert sizes["Qwen3 235B A22B FP8 Throughput"] == sizes["Qwen3 235B A22B"] == 235
    # the point of a small size is not lost, and two sizes in a name are none
    assert (sizes["Qwen-1_8B"], sizes["InternVL-Chat-ViT-6B-Vicuna-13B"]) == (1.8, None)
    # what is a checkpoint of its own is no mode
    phi = rows(
        "select distinct variant, weights from dim_configurations "
        "where model_name = 'Phi-4' and snapshot_id like 'llm_stats%'"
    )
    assert len({weights for _, weights in phi}) == len(dict(phi)) > 1
