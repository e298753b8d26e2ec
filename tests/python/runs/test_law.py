"""No gate holds by what a candidate's file lacks, and no direction, label or repeat is guessed."""

import json
from pathlib import Path

import pytest
from harness_logs import inspect_log
from runs.test_two_runs import log, right

from analysis_py.cli.main import main


@pytest.fixture(autouse=True)
def _in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def ask(capsys, *words):
    code = main(["compare", *map(str, words)])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def write(name, header, rows):
    """Write rows, each a text of its cells, under a header."""
    Path(name).write_text("\n".join([header, *map(str, rows)]) + "\n")


def deepeval(path, scores, name="Hallucination", is_lower=True, failed=None):
    """Write cases of one metric with a threshold of 0.5."""
    success = [(score <= 0.5) == is_lower for score in scores]
    for i in failed or ():
        success[i] = not success[i]
    metrics = [
        {"name": name, "threshold": 0.5, "score": score, "success": each}
        for score, each in zip(scores, success, strict=True)
    ]
    cases = [
        {"name": f"case_{i}", "input": f"q{i}", "metricsData": [metric]}
        for i, metric in enumerate(metrics)
    ]
    Path(path).write_text(json.dumps({"testCases": cases}))


def of_twenty(n):
    return [1.0] * n + [0.0] * (20 - n)


@pytest.mark.parametrize(
    ("options", "words", "code", "told"),
    [
        ({}, [], 1, "1 - Hallucination"),
        ({"name": "Correctness", "is_lower": False}, [], 0, "B is better"),
        ({"failed": [3]}, [], 2, "logs contradict each other"),
        ({"failed": [3]}, ["--lower-is-better", "Hallucination"], 1, "Gate: fails"),
    ],
)
def test_deepeval_shows_the_direction_by_thresholds(capsys, options, words, code, told):
    deepeval("a.json", of_twenty(2), **options)
    deepeval("b.json", of_twenty(14), **options)
    found = ask(capsys, "a.json", "b.json", "--gate", 1, *words)
    assert found[0] == code
    assert told in found[1]


def test_a_harm_whose_direction_no_threshold_shows_is_refused(capsys):
    for name, n in (("a", 2), ("b", 14)):
        deepeval(f"{name}.json", of_twenty(n), name="Toxicity")
        given = json.loads(Path(f"{name}.json").read_text())
        for case in given["testCases"]:
            del case["metricsData"][0]["success"]
        Path(f"{name}.json").write_text(json.dumps(given))
    code, told = ask(capsys, "a.json", "b.json", "--gate", 1)
    assert code == 2
    assert "is more or less Toxicity better?" in told


def limited(name, n, asked, harness):
    """Write a log of n questions of which the first are asked, as its harness declares it."""
    if harness == "lm_eval":
        return log(Path(name), right, n=n, limit=asked if asked < n else None)
    config = {"limit": asked} if harness == "limit" else {"sample_id": list(range(asked))}
    given = inspect_log(
        [
            {"id": i, "input": f"{i}?", "scores": {"choice": {"value": "CI"[i % 3 == 0]}}}
            for i in range(asked)
        ],
        dataset={"samples": n},
        config=config if asked < n else {},
    )
    Path(f"{name}.json").write_text(json.dumps(given))
    return f"{name}.json"


@pytest.mark.parametrize("harness", ["lm_eval", "limit", "sample_id"])
def test_a_log_of_the_first_questions_decides_on_these_and_says_so(capsys, harness):
    runs = limited("a", 300, 300, harness), limited("b", 300, 120, harness)
    code, told = ask(capsys, *runs, "--gate", 10)
    assert code == 0
    assert "120 questions answered by both" in told
    assert "B was run on 120 of 300 questions, as its log says" in told
    assert "without a grade" not in told


@pytest.mark.parametrize("harness", ["lm_eval", "limit"])
def test_a_log_that_holds_fewer_questions_than_it_was_asked_is_bounded(capsys, harness):
    a, b = limited("a", 300, 300, harness), limited("b", 300, 120, harness)
    path = next(Path(b).glob("samples_*")) if harness == "lm_eval" else Path(b)
    if harness == "lm_eval":
        path.write_text("\n".join(path.read_text().split("\n")[:60]))
    else:
        given = json.loads(path.read_text())
        path.write_text(json.dumps(given | {"samples": given["samples"][:60]}))
    code, told = ask(capsys, a, b, "--gate", 10)
    assert code == 3
    assert "B has no grade for 240 questions" in told


def test_a_label_is_no_score_and_is_not_offered_as_one(capsys):
    for name in "ab":
        write(f"{name}.csv", "question_id,predicted", [f"{i},{i % 2}" for i in range(60)])
    code, told = ask(capsys, "a.csv", "b.csv")
    assert code == 2
    assert told.startswith("llm-reassess compare: a.csv: which column is the score? Columns:")
    assert "--score predicted" not in told


def test_ungraded_answers_name_the_rule_by_which_they_count(capsys):
    write("a.csv", "item,score", [f"{i},1" for i in range(60)])
    write("b.csv", "item,score", [f"{i},{'' if i < 9 else 1}" for i in range(60)])
    told = ask(capsys, "a.csv", "b.csv", "--ungraded", "failed")[1]
    assert "B has 9 answers without a grade, which count as failed" in told
