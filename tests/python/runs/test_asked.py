"""Questions that a log was not asked, answers without a grade, and columns to be asked for."""

import json
from pathlib import Path

import pytest
from harness_logs import inspect_log
from runs.asking import ask
from runs.test_law import write
from runs.test_two_runs import log, right

pytestmark = pytest.mark.usefixtures("in_folder")


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
