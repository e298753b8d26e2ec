"""lm-evaluation-harness: both layouts, groups, repeated runs, broken files and samples."""

import json
from datetime import datetime

import polars as pl
import pytest
from bringing import DAY, new_run
from harness_logs import GSM8K, MC2, inspect_log, write_run

from analysis_py.imports.storing import remove_import
from analysis_py.runs.formats.contract import ImportProblem

pytestmark = pytest.mark.chain

LATE = "results_2025-06-01T12-00-00.json"


def test_the_layout_since_0_4(project):
    run = new_run(
        "me/model-7b",
        {
            "arc_challenge": {"alias": "arc", "acc_norm,none": 0.5, "acc_norm_stderr,none": 0.02},
            "gsm8k": {
                "exact_match,strict-match": 0.25,
                "exact_match_stderr,strict-match": "N/A",
                "exact_match,flexible-extract": 0.5,
                "exact_match_stderr,flexible-extract": 0.01,
            },
            "wikitext": {"word_perplexity,none": 12.5, "word_perplexity_stderr,none": "N/A"},
        },
        {"arc_challenge": 25, "gsm8k": 5},
        **{
            "n-samples": {"gsm8k": {"original": 1319, "effective": 1319}},
            "higher_is_better": {"wikitext": {"word_perplexity": False}},
        },
    )
    run["config"]["limit"] = 100
    project.write(f"out/me__model-7b/{LATE}", run)
    said = project.bring()
    assert "run with --limit 100" in said
    assert "comparable with arc (acc_norm, 25 shots)" in said
    assert project.chain.scores() == {("me/model-7b", "arc"): 50.0, ("me/model-7b", "gsm8k"): 25.0}
    assert project.accounts() == (4, 4, 0)
    (found,) = project.chain.table("fct_evaluations").to_dicts()
    assert (found["precision"], found["parameters_b"]) == ("float16", 7.0)
    assert found["parameters_source"] == "name"
    assert str(found["submitted_on"]) == "2025-06-01"
    (arc,) = project.chain.table("fct_scores").filter(benchmark_id="arc").to_dicts()
    assert arc["std_error_pct"] == pytest.approx(2.0)
    tasks = dict(project.chain.table("fct_task_scores").select("task", "score").rows())
    assert tasks["wikitext"] == 12.5


@pytest.mark.parametrize(("limit", "n_items"), [(None, 1172), (0.25, None), (100, 100)])
def test_a_limit_that_is_a_share_of_the_items_makes_a_part_of_unknown_size(project, limit, n_items):
    """So does one of a group, which is of each of its tasks: no log before 0.4.2 counts them."""
    results = {name: {"acc_norm,none": 0.5} for name in ("arc_challenge", "mmlu", "mmlu_law")}
    run = new_run("me/model", results, groups={"mmlu": {}}, group_subtasks={"mmlu": ["mmlu_law"]})
    run["config"]["limit"] = limit
    project.write(LATE, run)
    project.bring()
    scores = project.chain.table("fct_scores").select("benchmark_id", "n_items").rows()
    assert dict(scores) == {"arc": n_items, "mmlu": None if limit else 14042}
    parts = project.chain.table("int_scores_deduplicated").select("benchmark_id", "is_part").rows()
    assert dict(parts) == {"arc": limit == 0.25, "mmlu": limit is not None}


def test_a_subtask_is_a_part_of_the_outermost_group(project):
    parts = {"mmlu_law": 0.2, "mmlu_art": 0.4}
    results = {name: {"acc,none": value} for name, value in parts.items()}
    groups = {"mmlu": ["mmlu_humanities"], "mmlu_humanities": list(parts)}
    whole = results | {"mmlu": {"acc,none": 0.25}, "mmlu_humanities": {"acc,none": 0.28}}
    project.write(f"a/{LATE}", new_run("with/group", whole, group_subtasks=groups))
    project.write(f"b/{LATE}", new_run("without/group", results, group_subtasks=groups))
    project.bring()
    scores = project.chain.scores()
    assert scores["with/group", "mmlu"] == 25.0, "the group itself speaks"
    assert scores["without/group", "mmlu"] == pytest.approx(30.0), "the mean of its parts"


@pytest.mark.fault("imports")
@pytest.mark.parametrize("says", ["its name", "its content", "inspect"])
def test_of_two_runs_of_a_day_the_later_counts_and_they_do_not_contradict(project, says):
    for hour, score in (("09", 0.6), ("17", 0.7)):
        at = f"2025-06-01T{hour}:00:00"
        if says == "inspect":
            log = inspect_log([{"id": 0, "scores": {"match": {"value": "C"}}}], created=f"{at}Z")
            log["results"]["scores"][0]["metrics"]["accuracy"]["value"] = score
            project.write(f"{hour}.json", log)
            continue
        run = new_run(
            "m", {"exam": {"acc,none": score}}, date=datetime.fromisoformat(at).timestamp()
        )
        name = f"results_{at.replace(':', '-')}" if says == "its name" else hour
        project.write(f"m/{name}.json", run)
    said = project.bring()
    assert "1 × duplicate key" in said
    assert "contradictory" not in said
    assert [*project.chain.scores().values()] == [70.0]


def test_values_that_are_no_numbers(project):
    tasks = {
        "piqa": {"acc,none": None, "acc_norm,none": float("nan")},
        "arc": {"acc,none": 0.5, "acc_stderr,none": -1},
    }
    project.write(LATE, new_run("m", tasks))
    with pytest.raises(ImportProblem, match="3: 0 usable, 3 not"):
        project.bring()
    tasks["boolq"] = {"acc,none": 0.5}
    project.write(LATE, new_run("m", tasks))
    assert "4: 1 usable, 3 not" in project.bring()
    assert project.accounts() == (3, 1, 2), "an empty score is a record, and no score"


def test_samples_are_kept_in_pairs_until_they_are_removed(project):
    project.write(f"me__model/{LATE}", new_run("me/model", {"piqa": {"acc,none": 0.5}}))
    lines = [
        json.dumps({"doc_id": i, "acc": float(i % 2), "metrics": ["acc"], "filter": "none"})
        for i in range(4)
    ]
    project.write("me__model/samples_piqa_2025-06-01T12-00-00.jsonl", "\n".join([*lines, "{cut"]))
    said = project.bring()
    assert "answers     5: 4 used, 0 kept but not used, 1 quarantined" in said
    assert "1 quarantined: the line is not a JSON object" in said
    samples = pl.read_parquet(project.chain.folder / f"imports/mine/{DAY}.samples.parquet")
    assert samples["model_name"].unique().to_list() == ["me/model"]
    assert samples.drop_nulls("score")["score"].to_list() == [0.0, 1.0, 0.0, 1.0]
    assert samples["problem"].drop_nulls().to_list() == ["the line is not a JSON object: {cut"]
    assert project.chain.scores() == {("me/model", "piqa"): 50.0}, "a build takes no offence"
    folder = project.chain.folder / "imports/items/mine"
    assert list((folder / "results").rglob("*.parquet"))
    remove_import(project.chain.folder / "imports", "mine")
    assert not folder.exists()


def test_metrics_that_the_harness_renamed_compare_with_the_boards(project):
    """Names, shots and filters are those of 0.4.9; flexible-extract is no metric of a board."""
    graded = {
        ("exact_match", "strict-match"): lambda i: float(i % 2),
        ("exact_match", "flexible-extract"): lambda i: 1.0,
    }
    tasks = {GSM8K: (1319, graded), MC2: (817, {("acc", "none"): lambda i: 0.25})}
    write_run(project.given, "me/model-7b", tasks, limit=20)
    said = project.bring()
    assert "comparable with gsm8k (acc, 5 shots)" in said
    assert "comparable with truthfulqa (mc2, 0 shots)" in said
    assert project.chain.scores() == {
        ("me/model-7b", "gsm8k"): 50.0, ("me/model-7b", "truthfulqa"): 25.0
    }  # fmt: skip
    metrics = project.chain.table("fct_scores").select("benchmark_id", "metric").rows()
    assert dict(metrics) == {"gsm8k": "acc", "truthfulqa": "mc2"}
    assert "answers     60: 40 used, 20 kept but not used" in said
