"""No gate holds by what a candidate's file lacks, and no direction, label or repeat is guessed."""

import json
from pathlib import Path

import pytest
from runs.asking import ask
from runs.test_two_runs import log, right

pytestmark = pytest.mark.usefixtures("in_folder")


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


EASY_HARD = [
    f"{t},{i},{int(i % 10 < 7 or t == 'hard')}" for t in ("easy", "hard") for i in range(200)
]


def change_hard(how):
    """Return the rows of two tasks, those of the second changed."""
    changed = [how(*row.split(",")) for row in EASY_HARD if row.startswith("hard")]
    return [row for row in EASY_HARD if row.startswith("easy")] + [each for each in changed if each]


@pytest.mark.parametrize(
    "how",
    {
        "absent": lambda t, i, s: None,
        "wrong": lambda t, i, s: f"{t},{i},0",
        "blank": lambda t, i, s: f"{t},{i},",
        "error": lambda t, i, s: f"{t},{i},error",
        "a fifth nan": lambda t, i, s: f"{t},{i},{'nan' if int(i) % 5 == 0 else 0}",
        "off the scale": lambda t, i, s: f"{t},{i},{7 if int(i) % 10 == 0 else 0}",
        "other items": lambda t, i, s: f"{t},x{i},{s}",
        "other task": lambda t, i, s: f"Hard,{i},{s}",
        "a field too many": lambda t, i, s: f"{t},{i},1,extra",
        "a field too few": lambda t, i, s: f"{t},{i}",
        "unnamed": lambda t, i, s: f"{t},,{s}",
    }.items(),
    ids=lambda case: case[0],
)
def test_no_gate_holds_where_a_task_of_a_table_is_lost(capsys, how):
    write("a.csv", "task,item,score", EASY_HARD)
    write("b.csv", "task,item,score", change_hard(how[1]))
    code, told = ask(capsys, "a.csv", "b.csv", "--gate", 3)
    assert code == {"wrong": 1, "a fifth nan": 1, "off the scale": 2}.get(how[0], 3)
    assert "hard" in told or code == 2


def undeclare(path):
    """Leave no metric declared, in the lines or beside them."""
    path.write_text(path.read_text().replace('"metrics": ["exact_match"]', '"metrics": []'))
    for results in path.parent.glob("results_*"):
        results.unlink()


def set_line(**new):
    return lambda line: line | new


@pytest.mark.parametrize(
    "change",
    {
        "no file": lambda path: path.unlink(),
        "empty": lambda path: path.write_text(""),
        "garbage": lambda path: path.write_bytes(bytes(range(256)) * 40),
        "pointer": lambda path: path.write_text("version https://git-lfs.github.com/spec/v1\n"),
        "hidden": lambda path: path.rename(path.with_name(f".{path.name}")),
        "other task": lambda path: path.rename(path.with_name("samples_gsm8k_v2.jsonl")),
        "no grade": set_line(exact_match=None),
        "no metrics": undeclare,
        "other metric": lambda line: line | {"metrics": ["acc"], "acc": 1.0},
        "other filter": set_line(filter="remove_whitespace"),
        "other keys": set_line(target_hash="new"),
        "half of the keys": lambda line: (
            line | ({"target_hash": "new"} if line["doc_id"] % 2 else {})
        ),
    }.items(),
    ids=lambda case: case[0],
)
def test_no_gate_holds_where_a_task_of_a_harness_is_lost(capsys, change):
    for name in "ab":
        for task in ("mmlu", "gsm8k"):
            log(Path(name), right, task=task)
    (path,) = Path("b").rglob("samples_gsm8k*")
    try:
        lines = [change[1](json.loads(line)) for line in path.read_text().split("\n")]
        path.write_text("\n".join(map(json.dumps, lines)))
    except (AttributeError, TypeError):
        change[1](path)
    code, told = ask(capsys, "a", "b", "--gate", 3)
    assert code in (2, 3)
    assert "gsm8k" in told


@pytest.mark.parametrize(
    ("metric", "words", "code", "told"),
    [
        ("wer", [], 1, "1 - wer"),
        ("brier_score", [], 1, "1 - brier_score"),
        ("perplexity", [], 1, "1 - perplexity"),
        ("toxicity", [], 2, "is more or less toxicity better?"),
        ("Bias", ["--lower-is-better", "Bias"], 1, "1 - Bias"),
        ("refusal", ["--higher-is-better", "refusal"], 0, "Gate: holds"),
    ],
)
def test_the_direction_of_a_metric_is_known_or_asked_for(capsys, metric, words, code, told):
    for name, score in (("a", 0.1), ("b", 0.8)):
        rows = [f"{metric},{i},{score + i % 3 / 20}" for i in range(300)]
        write(f"{name}.csv", "metric,item,score", rows)
    found = ask(capsys, "a.csv", "b.csv", "--gate", 3, *words)
    assert found[0] == code
    assert told in found[1]


def test_a_column_gives_the_direction(capsys):
    for name, score in (("a", 0.1), ("b", 0.8)):
        rows = [f"false,{i},{score + i % 3 / 20}" for i in range(300)]
        write(f"{name}.csv", "higher_is_better,item,score", rows)
    assert ask(capsys, "a.csv", "b.csv", "--gate", 3)[0] == 1


def of_metrics(**metrics):
    """Return rows of metric, task and item from what each metric of a task is right on."""
    return [
        f"{task},{metric},{i},{score if score == '' else int(i % 10 < score)}"
        for name, score in metrics.items()
        for task, metric in [name.split("_")]
        for i in range(200)
    ]


@pytest.mark.parametrize(
    ("a", "b", "words", "code", "told"),
    [
        ({"t1_acc": 7, "t1_lenient": 10}, {"t1_lenient": 10}, [], 2, "no question is answered"),
        ({"t1_acc": 7, "t1_lenient": 10}, {"t1_acc": "", "t1_lenient": 10}, [], 2, "t1"),
        ({"t1_acc": 7, "t2_f1": 10}, {"t1_acc": 8, "t2_f1": 10}, ["--metric", "acc"], 2, "f1"),
        (
            {"t1_acc": 7, "t2_acc": 7, "t2_lenient": 10},
            {"t1_acc": 7, "t2_lenient": 10},
            ["--metric", "acc"],
            3,
            "B has no acc, but lenient",
        ),
    ],
)
def test_another_metric_never_decides(capsys, a, b, words, code, told):
    for name, metrics in (("a", a), ("b", b)):
        write(f"{name}.csv", "task,metric,item,score", of_metrics(**metrics))
    found = ask(capsys, "a.csv", "b.csv", "--gate", 3, *words)
    assert found[0] == code
    assert told in found[1]


TWO_SUBJECTS = {
    name: [f"{s},{i},{int((s == 'law') == first)}" for i in range(30) for s in ("law", "maths")]
    for name, first in (("a", True), ("b", False))
}

#: A judge's words on two turns of each question, and what names a turn's question.
TWO_TURNS = [f"{t},because {t}{i},{i},{i % 2}" for t in (1, 2) for i in range(60)]
OF_TURN = "--item", "question_id,turn"
#: Marks from 1 to 10, and the -1 of a judge that gave none.
MARKS_WITH_FAILURE = [f"{i},{1 + i % 10 if i else -1}" for i in range(60)]


@pytest.mark.parametrize(
    ("header", "rows", "words", "code", "told"),
    [
        (
            "item,score,Score",
            [f"{i},1,0" for i in range(60)],
            [],
            2,
            "named twice in the header: score",
        ),
        ("prompt_id,question_id,correct", None, [], 2, "To compare them:"),
        ("language,question_id,correct", None, [], 2, "--item language,question_id"),
        ("run,question_id,correct", None, [], 2, "--run run"),
        ("epoch,item,score", None, [], 0, "2 answers per question"),
        ("item,target,prediction", [f"{i},1,{i % 2}" for i in range(60)], [], 2, "Columns: item"),
        ("item,score", [f"{i},{4 if i < 9 else i % 2}" for i in range(60)], [], 2, "--scale 0-4"),
        ("item,score", [f"{i},{100 * (i % 2)}" for i in range(60)], [], 2, "--scale 100"),
        ("item,score", [f"{i},{1 + i % 5}" for i in range(60)], [], 2, "goes from 1 to 5"),
        ("item,score", [f"{i},{1 + i % 5}" for i in range(60)], ["--scale", "1-5"], 0, "50.0 %"),
        ("task_id,trial,wins", [f"{i},0,{i % 2}" for i in range(60)], [], 2, "Say --score wins"),
        ("id,text", [f"{i % 2},x{i}" for i in range(60)], [], 2, "Say --score COLUMN"),
        ("turn,judgment,question_id,score", TWO_TURNS, [], 2, "--run turn"),
        ("turn,judgment,question_id,score", TWO_TURNS, [*OF_TURN], 0, "120 questions"),
        ("item,score", MARKS_WITH_FAILURE, [], 2, "--scale 1-10"),
        ("item,score", MARKS_WITH_FAILURE, ["--scale", "1-10"], 0, "B has 1 question without"),
        ("item,score", MARKS_WITH_FAILURE, ["--scale", "20-30"], 2, "needs 20 to 30"),
        (
            "id,correct",
            [f"{i},{'no' if i % 2 else 'yes'}" for i in range(60)],
            [],
            0,
            "60 questions",
        ),
        (
            "nr,correct",
            [f"{i},{i % 2}" for i in range(60)],
            [],
            2,
            "which column names the question",
        ),
        ("item,score", [f"{i},1" for i in range(60)], ["--gate", "-1"], 2, "--gate"),
    ],
)
def test_a_column_is_read_or_asked_for(capsys, header, rows, words, code, told):
    for name, given in TWO_SUBJECTS.items():
        write(f"{name}.csv", f"{header},file", [f"{row},{name}" for row in rows or given])
    found = ask(capsys, "a.csv", "b.csv", *words)
    assert found[0] == code, found[1]
    assert told in found[1]


def test_a_run_against_its_own_file_is_refused(capsys):
    write("a.csv", "item,score", [f"{i},{i % 2}" for i in range(60)])
    assert ask(capsys, "a.csv", "a.csv") == (
        2,
        "llm-reassess compare: A and B are the same: a.csv and a.csv\n",
    )


@pytest.mark.parametrize("text", ["exact_match,flexible-extract", "flexible-extract"])
def test_a_metric_is_named_as_the_harness_writes_it(capsys, text):
    runs = log(Path("a"), right), log(Path("b"), lambda i: 1.0)
    code, told = ask(capsys, *runs, "--metric", text)
    assert code == 0
    assert "exact_match, flexible-extract" in told
