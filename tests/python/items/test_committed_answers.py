"""The answers that the boards' own models gave: complete, apart from the boards, and ranked."""

import time

import polars as pl
import pytest
from board_chain import ROOT
from item_tables import LEVEL, REGISTRY, ItemTables

from analysis_py.runs.formats.names import slug
from analysis_py.statistics.items.rank_sets import fit_item_ranks

pytestmark = [pytest.mark.chain, pytest.mark.committed]

ITEMS = ROOT / "data/items"
V2 = ROOT / "data/openllm_v2/2025-03-21.csv"
#: Mean width of the simultaneous sets, models that may be first, share of pairs that are decided.
RANKS = {
    "ifeval_prompts_openllm_v2": (147.1, 8, 0.66),
    "arc_challenge_openllm_v2": (63.9, 9, 0.70),
    "math_894_openllm_v2": (183.8, 7, 0.49),
    "musr_openllm_v2": (390.1, 70, 0.09),
}


def stored(files):
    """Return a kind of files of all committed sets, of which the first lacks later columns."""
    frames = [pl.read_parquet(path) for path in sorted(ITEMS.glob(f"*/{files}"))]
    return pl.concat(frames, how="diagonal")


def test_no_record_is_lost_and_the_files_are_small():
    counted = stored("files.parquet")
    assert counted.select(pl.col("n_read", "n_loaded").sum()).row(0) == (2_041_012, 2_041_012)
    tables = ItemTables(ROOT / "data")
    found = tables.table("item_accounting")
    assert found["n_found_in_import"].equals(found["n_results_in_import"])
    n_answers = tables.table("stg_item_results")["n_runs"].fill_null(1).sum()
    assert n_answers == counted["n_read"].sum()
    size = sum(path.stat().st_size for path in ITEMS.rglob("*") if path.is_file())
    assert size <= 1.5e6


def test_every_benchmark_is_registered_and_is_none_of_a_board():
    found = set(stored("items.parquet")["benchmark_id"])
    assert found <= set(REGISTRY["benchmark_id"])
    declared = pl.read_csv(ROOT / "seeds/boards/board_columns.csv")["benchmark_id"]
    boards = {*declared.drop_nulls(), *REGISTRY["board_benchmark_id"].drop_nulls()}
    for board in ("helm", "llm_stats", "epoch_hub"):
        (path,) = (ROOT / "data" / board).glob("*.csv")
        boards |= {slug(name) for name in pl.read_csv(path, infer_schema=False)["benchmark"]}
    # the same benchmark, asked without worked examples
    assert found & boards == {"gsm8k"}


def test_a_status_says_which_answers_are_in_no_comparison():
    statuses = stored("evaluations.parquet").drop_nulls("status")
    kinds = statuses.select("benchmark_id", pl.col("status").str.extract(r"^([\w ]{12})"))
    rows = kinds.group_by("benchmark_id", "status").len().iter_rows()
    counted = {(benchmark, status): n for benchmark, status, n in rows}
    assert counted == {
        ("arc_challenge_openllm_v2", "same answers"): 3,
        ("ifeval_prompts_openllm_v2", "same answers"): 2,
        ("math_894_openllm_v2", "answers impo"): 23,
        ("math_894_openllm_v2", "no answer ri"): 44,
        ("math_894_openllm_v2", "same answers"): 2,
        ("mmlu_helm_lite", "same answers"): 1,
        ("musr_openllm_v2", "same answers"): 2,
        ("openbookqa_helm_lite", "same answers"): 1,
    }
    tables = ItemTables(ROOT / "data")
    ranks = tables.table("stat_item_ranks")
    left_out = statuses.select("evaluation_id", "benchmark_id")
    assert ranks.join(left_out, on=left_out.columns, how="inner")["rank"].is_null().all()
    panels = (
        ranks.filter(status="ok")
        .group_by("benchmark_id")
        .agg(n="n_models", first=pl.col("is_among_best").sum())
    )
    first = {row["benchmark_id"]: row["first"] for row in panels.to_dicts()}
    assert {name: first[name] for name in RANKS} == {
        name: known[1] for name, known in RANKS.items()
    }


def test_ranks_of_official_models():
    """Against a prototype's, which counts equal answers under two names twice."""
    statuses = stored("evaluations.parquet")
    twice = pl.col("status").str.starts_with("same answers")
    kept = statuses.with_columns(status=pl.when(twice.not_()).then("status"))
    tables = ItemTables(ROOT / "data", stg_item_evaluations=kept)
    answers, items = tables.table("int_item_answers"), tables.table("int_item_panels")
    started = time.process_time()
    ranks = fit_item_ranks(
        answers.filter(pl.col("benchmark_id").is_in([*RANKS])),
        items.filter(pl.col("benchmark_id").is_in([*RANKS])),
        LEVEL,
    )
    assert time.process_time() - started < 1
    for name, (width, n_first, decided) in RANKS.items():
        rows = ranks.filter(benchmark_id=name)
        low, high = rows["rank_low_simultaneous"], rows["rank_high_simultaneous"]
        assert (high - low).mean() == pytest.approx(width, abs=0.1), name
        assert (low == 1).sum() == n_first
        n = rows.height
        assert 1 - (high - low).sum() / n / (n - 1) == pytest.approx(decided, abs=0.005)


def test_scores_are_those_of_the_board_where_its_average_is_known():
    board = pl.read_csv(V2).with_row_index("evaluation_id").cast({"evaluation_id": pl.String})
    names = {"ifeval_raw_pct": "ifeval", "musr_raw_pct": "musr", "math_raw_pct": "math"}
    facts = board.select(
        "evaluation_id",
        "model_name",
        "parameters_b",
        snapshot_id=pl.lit("v2"),
        base_family="model_name",
        is_base_family_resolved=True,
        is_preferred_evaluation=True,
    )
    scores = board.select("evaluation_id", *names).unpivot(
        index="evaluation_id", variable_name="benchmark_id", value_name="score_pct"
    )
    days = pl.DataFrame({"snapshot_id": ["v2"], "is_import": False})
    tables = ItemTables(
        ROOT / "data",
        fct_evaluations=facts,
        fct_scores=scores.with_columns(pl.col("benchmark_id").replace_strict(names)),
        dim_snapshots=days.with_columns(taken_on=pl.date(2025, 3, 21)),
        dim_benchmarks=pl.DataFrame(
            {"benchmark_id": ["math"], "n_items": [1324]}, schema_overrides={"n_items": pl.Int32}
        ),
    )
    found = tables.table("stat_item_board_agreement").filter(status="ok")
    counted = found.group_by("benchmark_id", "is_same_run").len().rows()
    assert {row[:2]: row[2] for row in counted} == {
        ("ifeval_prompts_openllm_v2", True): 420,
        ("ifeval_prompts_openllm_v2", False): 9,
        ("musr_openllm_v2", True): 425,
        ("musr_openllm_v2", False): 4,
        # as many right as the board's score leaves room for, or more
        ("math_894_openllm_v2", None): 405,
        ("math_894_openllm_v2", False): 23,
    }
    impossible = found.filter(benchmark_id="math_894_openllm_v2", is_same_run=False)
    statuses = tables.table("stg_item_evaluations").drop_nulls("status")
    said = statuses.filter(pl.col("status").str.starts_with("answers impossible"))
    assert set(impossible["evaluation_id"]) == set(said["evaluation_id"])
