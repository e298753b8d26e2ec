"""Every Eval Ever, Inspect, and the adapter of the guide."""

import re

import polars as pl
import pytest
from board_chain import ROOT
from harness_logs import archived, inspect_log

from analysis_py.imports import gathering
from analysis_py.imports.contract import ImportProblem

pytestmark = pytest.mark.chain


def record(score, low=0.0, high=1.0, lower=False, **more):
    return {
        "evaluation_name": "Exam",
        "metric_config": {
            "metric_id": "accuracy",
            "lower_is_better": lower,
            "min_score": low,
            "max_score": high,
        },
        "score_details": {"score": score} | ({"uncertainty": more} if more else {}),
    }


def every_eval_ever(model: str, *records: dict) -> dict:
    return {
        "schema_version": "0.3.0",
        "evaluation_id": "x",
        "retrieved_timestamp": "1748736000.0",
        "evaluation_timestamp": "1748736000.0",
        "source_metadata": {
            "source_organization_name": "HELM",
            "evaluator_relationship": "third_party",
        },
        "model_info": {
            "id": model,
            "name": model,
            "developer": "lab",
            "additional_details": {"params_billions": "7.2"},
        },
        "evaluation_results": list(records),
    }


def test_bounds_decide_the_unit(project):
    records = [
        record(0.5, standard_error={"value": 0.05}, num_samples=101),
        record(50, high=100.0) | {"evaluation_name": "Percent"},
        record(0.2, lower=True) | {"evaluation_name": "Errors"},
        record(-1) | {"evaluation_name": "Not measured"},
        record(12.0, high="Infinity") | {"evaluation_name": "Unbounded"},
        record(1.5) | {"evaluation_name": "Beyond"},
    ]
    project.write("a.json", every_eval_ever("lab/m", *records))
    project.bring()
    assert project.chain.scores() == {
        ("lab/m", "exam"): 50.0,
        ("lab/m", "percent"): 50.0,
        ("lab/m", "errors"): 80.0,
    }
    reasons = project.chain.reasons("mine")
    assert reasons[4] == "not measured: the score is -1"
    assert "outside" in reasons[6]
    assert project.chain.table("fct_task_scores")["score"].to_list() == [12.0]
    assert project.accounts() == (6, 4, 2)
    (found,) = project.chain.table("fct_evaluations").to_dicts()
    assert (found["parameters_b"], found["evaluated_by"]) == (7.2, "HELM")
    assert str(found["submitted_on"]) == "2025-06-01"


@pytest.mark.fault("imports")
def test_a_record_without_what_it_must_have_is_no_crash(project):
    broken = every_eval_ever("lab/m", {"evaluation_name": "Exam"})
    project.write("a.json", broken)
    project.write("b.json", every_eval_ever("lab/n", record(0.5)) | {"evaluation_results": 3})
    project.write("c.json", every_eval_ever("lab/o", record(0.5)))
    said = project.bring()
    assert "2 not" in said or "1 × b.json: not readable as every_eval_ever" in said
    assert project.chain.scores() == {("lab/o", "exam"): 50.0}


def test_logs_of_inspect(project):
    """Both forms of a log, one that was broken off, and answers that are two to an item."""
    samples = [
        {"id": i, "epoch": epoch, "scores": {"match": {"value": "CI"[(i + epoch) % 2]}}}
        for i in range(10)
        for epoch in (1, 2)
    ]
    log = inspect_log(samples)
    log["results"]["scores"].append(log["results"]["scores"][0] | {"name": "judge"})
    log["results"]["scores"][1]["metrics"] = {"mean": {"value": float("nan")}}
    archived(log, project.write("a.eval", b""))
    project.write("b.json", inspect_log(samples, model="lab/other"))
    project.write("c.json", inspect_log(samples, status="error", model="lab/broken"))
    said = project.bring()
    assert project.chain.scores() == {("lab/model", "exam"): 50.0, ("lab/other", "exam"): 50.0}
    assert project.accounts() == (4, 2, 2)
    reasons = project.chain.reasons("mine").values()
    assert {"the run's status is error", "score is not a number: nan"} == set(reasons)
    assert "answers     60: 40 for the statistics of items, 0 beside, 20 in quarantine" in said
    kept = pl.read_parquet("imports/items/mine/results/*/*.parquet")
    assert (kept.height, kept["score"].unique().to_list()) == (20, [5_000])


def test_the_adapter_of_the_guide_works(project, monkeypatch):
    page = (ROOT / "docs/imports.md").read_text()
    (code,) = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    found: dict = {}
    exec(code, found)
    ours = gathering.Adapter(found["FORMAT"], found["matches"], found["read"])
    monkeypatch.setitem(gathering.ADAPTERS, "our_harness", ours)
    project.write("lab-model.lines", "MMLU 50.5\nPIQA 70\n")
    assert "our_harness: lab-model.lines" in project.bring()
    assert project.chain.scores() == {("lab-model", "mmlu"): 50.5, ("lab-model", "piqa"): 70.0}
    assert project.chain.table("fct_evaluations")["parameters_b"].to_list() == [7.2]
    project.write("b.lines", "x exam\n")
    assert "not readable as our_harness: ValueError" in project.bring()
    with pytest.raises(ImportProblem, match="nothing is recognised"):
        project.bring(project.write("none.bin", "?"))
