"""What a run lacks is said first, and a run is refused where it cannot be read as it was meant."""

import gzip
import json
from pathlib import Path

import pytest
from harness_logs import inspect_log
from runs.asking import ask
from runs.test_law import write
from runs.test_two_runs import log, right

pytestmark = pytest.mark.usefixtures("in_folder")


def lay_harness(tasks_of_b=("mmlu", "gsm8k"), n=200):
    """Write two runs of tasks, and return the samples of B's last task."""
    for task in ("mmlu", "gsm8k"):
        log(Path("a"), right, task=task, n=n)
    for task in tasks_of_b:
        place = log(Path("b"), right, task=task, n=n)
    return next(place.glob(f"samples_{tasks_of_b[-1]}*"))


def lay_inspect(name, every, task="t", scorer="choice", text="{}?"):
    """Write a log of 60 samples, of which every n-th is wrong."""
    samples = [
        {"id": i, "input": text.format(i), "target": "A"}
        | {"scores": {scorer: {"value": "CI"[i % every == 0]}}}
        for i in range(60)
    ]
    Path(name).write_text(json.dumps(inspect_log(samples, task=task)))


@pytest.mark.parametrize("weights", ["items", "tasks"])
def test_a_candidate_that_lacks_subjects_passes_no_gate(capsys, weights):
    for name, n_subjects in (("a", 57), ("b", 37)):
        for i in range(n_subjects):
            log(Path(name), right, task=f"mmlu_{i}", n=10)
    code, told = ask(capsys, "a", "b", "--gate", 3, "--weights", weights)
    assert code == 3
    assert told.count("B has no such task") == 20
    assert "B has 200 questions without a grade" in told


def test_answers_of_an_unnamed_model_are_no_answers_of_the_run(capsys):
    write("a.csv", "model,item,score", [f"x,{i},{i % 2}" for i in range(100)])
    rows = [f"{'x' if i % 5 else ''},{i},{i % 2 if i % 5 else 1}" for i in range(100)]
    write("b.csv", "model,item,score", rows)
    code, told = ask(capsys, "a.csv", "b.csv", "--gate", 3)
    assert code == 3
    assert "B may be incomplete: 20 unusable records." in told
    assert "B has 20 questions without a grade" in told


def test_tasks_that_ask_one_text_throughout_are_no_one_task(capsys):
    for name, task in (("a.json", "t"), ("b.json", "totally_other")):
        lay_inspect(name, 3, task, text="the same")
    code, told = ask(capsys, "a.json", "b.json", "--gate", 3)
    assert code == 2
    assert "a.json has t (choice); b.json has totally_other (choice)" in told


@pytest.mark.parametrize(
    ("scorer", "words", "code", "told"),
    [
        ("harmful", [], 2, "is more or less harmful better? The logs do not say"),
        ("harmful", ["--higher-is-better", "harmful"], 1, "t, harmful (higher is better)"),
        ("judge", [], 1, "t, judge (higher is better)"),
        ("judge", ["--lower-is-better", "judge"], 0, "t, 1 - judge (higher is better)"),
    ],
)
def test_the_direction_of_a_scorer_is_said_and_may_be_turned(capsys, scorer, words, code, told):
    lay_inspect("a.json", 6, scorer=scorer)
    lay_inspect("b.json", 2, scorer=scorer)
    found = ask(capsys, "a.json", "b.json", "--gate", 3, *words)
    assert found[0] == code
    assert told in found[1]


def pack(path):
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()


def link_folder(path):
    (place := path.parent).rename("elsewhere")
    place.symlink_to(Path("elsewhere").absolute())


@pytest.mark.parametrize("act", [pack, link_folder])
def test_a_packed_or_linked_task_is_compared_whole(capsys, act):
    act(lay_harness())
    code, told = ask(capsys, "a", "b", "--gate", 3)
    assert code == 0
    assert "400 questions answered by both" in told


def test_a_task_linked_from_elsewhere_is_not_left_out(capsys):
    path = lay_harness()
    Path("out").mkdir()
    path.rename(Path("out") / path.name)
    (path.parent / "more").symlink_to(Path("out").absolute())
    code, told = ask(capsys, "a", "b", "--gate", 3)
    assert code == 2
    assert "b has answers of 2 models: more, lab/model" in told


def test_a_damaged_file_of_results_is_named(capsys):
    path = lay_harness()
    path.write_text(path.read_text().replace('"metrics": ["exact_match"]', '"metrics": []'))
    (results,) = path.parent.glob("results_*")
    results.write_text(results.read_text()[40:])
    code, told = ask(capsys, "a", "b", "--gate", 3)
    assert code == 3
    assert told.startswith("B may be incomplete: ")
    assert f"{results.relative_to('b')} is not read." in told.split("\n")[0]
    assert f"no metric is declared: {results.name} beside the samples is damaged" in told
    code, told = ask(capsys, "a", results)
    assert code == 2
    assert f"{results}: not readable as JSON" in told


def test_a_cut_file_is_the_first_thing_said(capsys):
    path = lay_harness()
    path.write_text(path.read_text()[:-100])
    code, told = ask(capsys, "a", "b", "--gate", 3, "--markdown", "m.md")
    assert code == 0
    assert told.startswith("B may be incomplete: 1 unusable record.\n")
    assert "- B may be incomplete: 1 unusable record." in Path("m.md").read_text()
    path.write_text("\n".join(path.read_text().split("\n")[:120]))
    assert ask(capsys, "a", "b", "--gate", 3)[0] == 3


@pytest.mark.parametrize(
    ("unclear", "code", "told"),
    [
        ("ab", 2, "A is not read whole, so some of its questions would be left out: one.csv"),
        ("a", 2, "Say --item nr"),
        ("b", 3, "B may be incomplete: one.csv is not read."),
    ],
)
def test_a_folder_with_a_table_of_unclear_columns_is_not_read_in_part(capsys, unclear, code, told):
    for name, k in (("a", 2), ("b", 3)):
        Path(name).mkdir()
        for table in ("one", "two"):
            item = "nr" if table == "one" and name in unclear else "item"
            rows = [f"{i},{int(i % k > 0)}" for i in range(60)]
            write(f"{name}/{table}.csv", f"{item},score", rows)
    found = ask(capsys, "a", "b", "--gate", 3)
    assert found[0] == code
    assert told in found[1]
