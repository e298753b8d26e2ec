"""What ``compare`` writes, where it writes it, and the code that it ends with."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from harness_logs import inspect_log
from runs.test_two_runs import log

from analysis_py.cli.main import main

COMPARE = [str(Path(sys.executable).with_name("llm-reassess")), "compare"]
HOSTILE = "t|x\n\n## Pwned @everyone [c](javascript:alert(1)) <img src=x onerror=alert(1)> `code`"
BELL = "t\x1b]0;pwn\x07"


def write_table(path, scores, task="questions"):
    with Path(path).open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["task", "item", "score"])
        rows.writerows([task, f"q{i}", score] for i, score in enumerate(scores))


@pytest.fixture(autouse=True)
def runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_table("a.csv", [1] * 22 + [0] * 49 + [1] * 300)
    write_table("b.csv", [0] * 22 + [1] * 49 + [1] * 300)


def ask(capsys, *words):
    code = main(["compare", *map(str, words)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_one_call_writes_every_form(capsys):
    forms = ["--json", "c.json", "--markdown", "c.md", "--diff", "c.csv"]
    code, out, _ = ask(capsys, "a.csv", "b.csv", "--gate", "1", *forms)
    assert code == 0
    assert "Only A is right on 22 questions, only B on 49." in out
    assert json.loads(Path("c.json").read_text())["gate"] == "holds"
    assert "Gate: holds" in Path("c.md").read_text()
    rows = list(csv.DictReader(Path("c.csv").read_text().splitlines()))
    assert len(rows) == 71
    assert [row["item"] for row in rows] == [f"q{i}" for i in range(71)]
    assert [row["higher"] for row in rows] == ["A"] * 22 + ["B"] * 49
    assert {(row["score_a"], row["score_b"]) for row in rows} == {("1.0", "0.0"), ("0.0", "1.0")}


def lay_harness(name, graded):
    log(Path(name), graded, n=9)
    return "1", "1"


def lay_inspect(name, graded):
    samples = [
        {"id": i, "input": f"{i}?", "output": {"completion": f"{name} says {i}"}}
        | {"scores": {"choice": {"value": "IC"[int(graded(i))]}}}
        for i in range(9)
    ]
    Path(f"{name}.json").write_text(json.dumps(inspect_log(samples)))
    return "a says 4", "b says 4"


def lay_answers(name, graded):
    rows = [f"{i},{name} says {i},{graded(i)}" for i in range(9)]
    Path(f"{name}.csv").write_text("\n".join(["item,response,score", *rows]))
    return "a says 4", "b says 4"


@pytest.mark.parametrize(
    ("lay", "end"), [(lay_harness, ""), (lay_inspect, ".json"), (lay_answers, ".csv")]
)
def test_changed_questions_have_the_answers_of_both_runs(capsys, lay, end):
    lay("a", lambda i: 1.0)
    told = lay("b", lambda i: float(i != 4))
    code, out, _ = ask(capsys, f"a{end}", f"b{end}", "--diff", "-")
    assert code == 0
    (row,) = csv.DictReader(out.splitlines())
    assert (row["item"], row["answer_a"], row["answer_b"]) == ("4", *told)


@pytest.mark.parametrize("form", ["--json", "--markdown", "--diff"])
def test_a_form_without_a_file_goes_to_the_terminal_alone(capsys, form):
    words = [form] if form != "--diff" else [form, "-"]
    code, out, _ = ask(capsys, "a.csv", "b.csv", *words)
    assert code == 0
    assert not out.startswith("questions, score (")
    named = ask(capsys, "a.csv", "b.csv", form, "written")
    assert Path("written").read_text() == out
    assert named[1].startswith("questions, score (higher is better): 371 questions")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--json", "--markdown"], "--json and --markdown both write to the terminal"),
        (["--json", "x", "--diff", "x"], "--json and --diff both write to x"),
        (["--json", "b.csv"], "--json b.csv would replace a run"),
        (["--json", "none/c.json"], "none/c.json"),
        *(
            ([option, value], f"Invalid value for '{option}': {said}")
            for option in ("--gate", "--margin")
            for value, said in (
                ("nan", "nan is no number"),
                ("inf", "inf is not in the range 0<=x<100"),
                ("1e9", "1000000000.0 is not in the range"),
                ("100", "100.0 is not in the range"),
                ("-5", "-5.0 is not in the range"),
                ("-inf", "-inf is not in the range"),
            )
        ),
        (["--level", "nan"], "Invalid value for '--level': nan is no number"),
        (["--level", "inf"], "Invalid value for '--level': inf is not in the range"),
        (["--planned", "9"], "--anytime needs --planned N"),
        (["--cluster", "chapter"], "chapter"),
    ],
)
def test_a_wrong_call_is_refused_with_code_2_and_writes_nothing(capsys, words, why):
    before = Path("b.csv").read_bytes()
    code, out, err = ask(capsys, "a.csv", "b.csv", *words)
    assert (code, out) == (2, "")
    assert err.startswith("llm-reassess compare: ")
    assert why in err
    assert Path("b.csv").read_bytes() == before
    assert {path.name for path in Path.cwd().iterdir()} == {"a.csv", "b.csv"}


@pytest.mark.parametrize("gate", ["0", "1e-300", "0.001"])
def test_a_gate_that_no_run_could_pass_is_undecided(capsys, gate):
    write_table("c.csv", [0] * 22 + [1] * 22 + [0] * 27 + [1] * 300)
    code, out, err = ask(capsys, "a.csv", "c.csv", "--gate", gate)
    assert (code, err) == (3, "")
    assert "Gate: cannot tell" in out


@pytest.mark.parametrize("path", ["x" * 5000, "/dev/null", "fifo", "none.csv", ""])
def test_what_is_no_run_never_ends_with_the_code_of_a_failed_gate(capsys, path):
    os.mkfifo("fifo")
    for words in ((path, "b.csv"), ("a.csv", path)):
        code, out, err = ask(capsys, *words, "--gate", "1")
        assert (code, out) == (2, "")
        assert len(err) < 500
        assert ("neither a file nor a folder" in err) == (path in ("/dev/null", "fifo"))


def test_a_fault_of_the_program_is_not_a_failed_gate(capsys, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("analysis_py.runs.comparing.compare_runs", fail)
    code, _, err = ask(capsys, "a.csv", "b.csv", "--gate", "1")
    assert code == 2
    assert "Traceback" in err


@pytest.mark.parametrize(("gate", "code"), [("1", 0), ("0.0001", 3)])
def test_a_reader_that_leaves_early_changes_no_code(gate, code):
    runs = ("a.csv", "b.csv") if code == 0 else ("a.csv", "c.csv")
    write_table("c.csv", [0] * 22 + [1] * 22 + [0] * 27 + [1] * 300)
    reading, writing = os.pipe()
    os.close(reading)
    words = [*COMPARE, *runs, "--gate", gate]
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (code, "")


def test_a_full_disk_behind_the_output_is_said_with_code_2():
    with open("/dev/full", "w") as full:
        words = [*COMPARE, "b.csv", "a.csv", "--gate", "1"]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("llm-reassess compare: standard output: No space left")


@pytest.mark.parametrize("task", [HOSTILE, BELL])
def test_hostile_names_spoil_neither_the_terminal_nor_markdown(capsys, task):
    for name in "ab":
        write_table(f"{name}.csv", [1] * 29 + [int(name == "a")], task)
        folder = Path(f"{name}\x1b]0;pwn\x07|<b>")
        folder.mkdir()
        Path(f"{name}.csv").rename(folder / "x.csv")
    code, out, _ = ask(capsys, *(f"{name}\x1b]0;pwn\x07|<b>" for name in "ab"), "--markdown", "md")
    assert code == 0
    assert not re.search(r"[^\n -~]", out), "only printable characters"
    assert not any(line.startswith("## Pwned") for line in out.splitlines())
    text = Path("md").read_text()
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 3
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {9}
    plain = re.sub(r"</?(details|summary)>", "", text).replace("**", "")
    assert not re.search(r"(?<!\\)[<>`\[\]]", plain)
    assert not re.search(r"^#|@\w|\x1b|\x07", text, re.MULTILINE)


def test_every_form_names_the_metric_of_every_task_and_its_direction(capsys):
    for name in "ab":
        tasks = (("easy", "acc"), ("hard", "f1"))
        rows = [f"{t},{m},{i},{int(i > 0 or name == 'a')}" for t, m in tasks for i in range(40)]
        Path(f"{name}.csv").write_text("\n".join(["task,metric,item,score", *rows]))
    code, out, _ = ask(capsys, "a.csv", "b.csv", "--json", "j", "--markdown", "m")
    assert code == 0
    assert out.startswith("2 tasks, each question counts once; higher is better: 80 questions")
    assert "\n  easy, acc  100.0   97.5" in out
    assert "\n  hard, f1   100.0   97.5" in out
    markdown = Path("m").read_text()
    assert "| easy | acc (higher is better) | 40 |" in markdown
    assert "| hard | f1 (higher is better) | 40 |" in markdown
    data = json.loads(Path("j").read_text())
    assert [(row["task"], row["metric"]) for row in data["rows"]] == [
        ("easy", "acc"),
        ("hard", "f1"),
    ]
    assert data["is_higher_better"]


def test_notes_are_in_every_form(capsys):
    write_table("b.csv", [0] * 22 + [1] * 347 + ["<b>", "n/a"])
    out = ask(capsys, "a.csv", "b.csv", "--json", "j", "--markdown", "m")[1]
    assert "without a grade" in out
    assert "Note: b.csv: 2 answers without a grade" in Path("m").read_text()
    assert "2 answers without a grade" in json.loads(Path("j").read_text())["b"]["notes"][0]


@pytest.mark.fault("hostile")
@pytest.mark.parametrize("b", ["none", "blank", "renamed", "respelt"])
def test_every_form_names_a_task_that_b_lacks_and_no_gate_holds(capsys, b):
    hard = {
        "none": [],
        "blank": [f"hard,{i}," for i in range(400)],
        "renamed": [f"hard,x{i},1" for i in range(400)],
        "respelt": [f"Hard,{i},1" for i in range(400)],
    }
    easy = [f"easy,{i},{int(i % 10 < 7)}" for i in range(2000)]
    whole = [*easy, *(f"hard,{i},1" for i in range(400))]
    Path("a.csv").write_text("\n".join(["task,item,score", *whole]))
    Path("b.csv").write_text("\n".join(["task,item,score", *easy, *hard[b]]))
    forms = ["--json", "c.json", "--markdown", "c.md"]
    code, out, _ = ask(capsys, "a.csv", "b.csv", "--gate", "3", *forms)
    assert code == 3
    markdown = Path("c.md").read_text()
    (task,) = (t for t in json.loads(Path("c.json").read_text())["coverage"] if t["task"] == "hard")
    assert (task["compared"], task["missing"] >= 400) == (0, True)
    for text in (out, markdown):
        assert f"hard: of {task['asked']:,} questions {task['missing']:,} bounded" in text
    if b != "renamed":
        assert ask(capsys, "a.csv", "b.csv", "--gate", "3", "--tasks", "easy")[0] == 0
