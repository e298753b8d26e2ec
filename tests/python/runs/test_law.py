"""No gate holds by what a candidate's file lacks, and no direction, label or repeat is guessed."""

import json
from pathlib import Path

import pytest

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
        log = json.loads(Path(f"{name}.json").read_text())
        for case in log["testCases"]:
            del case["metricsData"][0]["success"]
        Path(f"{name}.json").write_text(json.dumps(log))
    code, told = ask(capsys, "a.json", "b.json", "--gate", 1)
    assert code == 2
    assert "is more or less Toxicity better?" in told
