"""Every Eval Ever, Inspect, EuroEval, and the adapter of the guide."""

import re

import polars as pl
import pytest
from board_chain import ROOT
from harness_logs import archived, every_eval_ever, inspect_log, record

from analysis_py.runs.formats import gathering
from analysis_py.runs.formats.contract import ImportProblem

pytestmark = pytest.mark.chain


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
    assert "answers     60: 40 used, 0 kept but not used, 20 quarantined" in said
    kept = pl.read_parquet("imports/items/mine/results/*/*.parquet")
    assert (kept.height, kept["score"].unique().to_list()) == (20, [5_000])


LINK = "<a href='https://euroeval.com/tasks/{0}/' style='color: Grey;'>{0}</a>"
EUROEVAL = [
    ["<span>Task Type</span>", "<span>x</span>", "", LINK.format("knowledge"), ""],
    ["Model", "Type", "Parameters", "<a href='https://euroeval.com/d'>quiz</a>", "quiz_version"],
    ["<a href='x'>lab/one#thinking (zero-shot, val)</a>", "🤔", "7000000000.0"],
    ["<a href='y'>lab/two</a>", "📝", "?", "-2.10 ± 0.98 / 40.00 ± 1.96@@-2.1", "16.0@@160000"],
]
EUROEVAL[2] += ["69.12 ± 1.96 / 70.52 ± 0.98@@69.12", "16.0@@160000"]


def test_euroeval_s_own_table_keeps_its_errors(project):
    project.write("all.csv", "\n".join(",".join(f'"{cell}"' for cell in row) for row in EUROEVAL))
    said = project.bring()
    assert "the second is the headline" in said
    # a correlation below 0 is no share, and no other metric takes its place
    assert project.accounts() == (4, 3, 1)
    assert project.chain.scores() == {("lab/one", "quiz"): 70.52, ("lab/two", "quiz"): 40.0}
    (one,) = project.chain.table("fct_evaluations").filter(model_name="lab/one").to_dicts()
    assert (one["parameters_b"], one["training_type"]) == (7.0, "reasoning")
    errors = project.chain.table("fct_scores").sort("score_pct")["std_error_pct"].to_list()
    assert errors == [1.0, 0.5]


def test_the_adapter_of_the_guide_works(project, monkeypatch):
    page = (ROOT / "docs/imports.md").read_text()
    (code,) = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    found: dict = {}
    exec(code, found)
    ours = gathering.Adapter(found["FORMAT"], found["recognise"], found["read"])
    monkeypatch.setitem(gathering.ADAPTERS, "our_harness", ours)
    project.write("lab-model.lines", "MMLU 50.5\nPIQA 70\n")
    assert "our_harness: lab-model.lines" in project.bring()
    assert project.chain.scores() == {("lab-model", "mmlu"): 50.5, ("lab-model", "piqa"): 70.0}
    assert project.chain.table("fct_evaluations")["parameters_b"].to_list() == [7.2]
    project.write("b.lines", "x exam\n")
    assert "not readable as our_harness: ValueError" in project.bring()
    with pytest.raises(ImportProblem, match="no file recognised"):
        project.bring(project.write("none.bin", "?"))
