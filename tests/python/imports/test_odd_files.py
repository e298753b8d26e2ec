"""Files that are odd or hostile: read, or refused with a word, and never a score lost."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from bringing import DAY, Project, new_run

from analysis_py.imports.contract import ImportProblem

MODELS = ["lab/one", "lab/two", "lab/three"]
EXPECTED = {
    ("lab/one", "mmlu"): 51.3,
    ("lab/one", "arc"): 60.0,
    ("lab/two", "mmlu"): 52.0,
    ("lab/two", "arc"): 61.5,
}


def csv(*rows: str) -> str:
    return "\n".join(rows) + "\n"


FRAME = pl.DataFrame({"model": MODELS[:2], "MMLU": [51.3, 52.0], "ARC": [60.0, 61.5]})
#: The same four scores, as different hands would write them.
ONE_TABLE = {
    "semicolons.csv": csv("model;MMLU;ARC", "lab/one;51,3;60,0", "lab/two;52,0;61,5"),
    "tabs.txt": csv("model\tMMLU\tARC", "lab/one\t51.3\t60", "lab/two\t52\t61.5"),
    "marked.csv": csv("model,MMLU,ARC", "lab/one,51.3,60", "lab/two,52,61.5").encode("utf-16"),
    "unmarked.csv": csv("model,MMLU,ARC", "lab/one,51.3,60", "lab/two,52,61.5").encode("utf-16-be"),
    "old_mac.csv": csv("model,MMLU,ARC", "lab/one,51.3,60", "lab/two,52,61.5").replace("\n", "\r"),
    "titles.csv": csv(
        "Table 3: our models", "", "model,MMLU,ARC", "lab/one,51.3,60", "lab/two,52,61.5"
    ),
    "percent.csv": csv("model,MMLU,ARC", "lab/one,51.3 %,60%", "lab/two,52 %,61.5%"),
    "spreads.csv": csv("model,MMLU,ARC", "lab/one,51.3 ± 1.2,60 (1.1)", "lab/two,52±1,61.5 (1.0)"),
    "marks.csv": csv("model,MMLU,ARC", "lab/one,51.3*,**60**", "lab/two,52†,61.5"),
    "wrapped.json": {
        "version": 3,
        "rows": [
            {"model": "lab/one", "MMLU": 51.3, "ARC": 60},
            {"model": "lab/two", "MMLU": 52, "ARC": 61.5},
        ],
    },
    "no_benchmarks.csv": csv(
        "model,average,rank,latency,MMLU,Elo,ARC,cost_usd,notes",
        "lab/one,50,1,0.3,51.3,1200,60,3.5,a",
        "lab/two,51,2,0.4,52,1210,61.5,4,b",
    ),
    "missing.csv": csv(
        "model,MMLU,ARC", "lab/one,51.3,60", "lab/two,52,61.5", "lab/three,n/a,-", "lab/four,,?"
    ),
    "frame.parquet": FRAME.write_parquet,
    "list.json": FRAME.write_json,
    "lines.ndjson": FRAME.write_ndjson,
    "quoted.csv": csv('"model","MMLU","ARC"', '"lab/one","51.3","60"', '"lab/two","52","61.5"'),
}


@pytest.mark.parametrize("name", ONE_TABLE)
@pytest.mark.long
def test_one_table_by_many_hands(project: Project, name):
    content = ONE_TABLE[name]
    if callable(content):
        content(project.given / name)
    else:
        project.write(name, content)
    project.bring()
    assert project.chain.scores() == EXPECTED
    read, loaded, _ = project.accounts()
    assert read == loaded == 4


def test_what_is_left_out_is_named(project):
    project.write("t.csv", ONE_TABLE["no_benchmarks.csv"])
    said = project.bring()
    for name in ("average", "rank", "latency", "Elo", "cost_usd", "notes"):
        assert name in said.split("left out", 1)[1]


def test_less_is_better(project):
    header = "model,Toxicity (lower is better),WER ↓,Error rate,MMLU"
    project.write("t.csv", csv(header, "lab/one,12,30,40,51", "lab/two,10,20,35,55"))
    project.bring()
    scores = project.chain.scores()
    assert scores["lab/one", "toxicity"] == 88.0
    assert scores["lab/one", "wer"] == 70.0
    assert scores["lab/one", "error_rate"] == 60.0
    assert scores["lab/one", "mmlu"] == 51.0


NAMES = [
    "'; drop table fct_scores; --",
    "<script>alert(1)</script>",
    "\u202eevil",
    "=cmd|' /C calc'!A0",
    "{{ ref('x') }}",
    "a\x1b[31m red",
    "../../../etc/passwd",
]


@pytest.mark.fault("imports")
def test_names_that_mean_harm_are_names(project):
    names = [*NAMES, "a\nb\tc", "x" * 10_000_000]
    rows = [f'"{name}",{50 + n},{60 + n}' for n, name in enumerate(names)]
    header = """model,"M'); drop schema main; --",<b>\x1b[31mARC</b>"""
    project.write("t\u202e.csv", csv(header, *rows))
    said = project.bring()
    # what is printed moves no terminal
    assert "\x1b" not in said
    assert "drop schema main" in said
    assert project.accounts() == (18, 18, 0)
    assert "\u202e.csv" not in Path(f"imports/mine/{DAY}.csv").read_text()
    lines, long = sorted({model for model, _ in project.chain.scores()} - set(NAMES))
    assert lines == "a b c"
    assert len(long) < 600


def test_a_folder_of_versions_and_of_broken_files(project):
    """Runs of the old and the new layout, one cut off, one without a model, and strangers."""
    old = {
        "results": {"winogrande": {"acc": 0.6, "acc_stderr": 0.0138}},
        "versions": {"winogrande": 0},
        "config": {"model": "hf-causal", "model_args": "pretrained=lab/old", "num_fewshot": 5},
    }
    new = new_run("lab/new", {"winogrande": {"acc,none": 0.7, "acc_stderr,none": "N/A"}})
    project.write("old.json", old)
    project.write("lab__new/results_2025-06-01T00-00-00.json", new)
    project.write("lab__cut/results_2025-06-01T00-00-00.json", json.dumps(new)[:-40])
    project.write("none.json", {"results": {"x": {"acc,none": [1]}}, "versions": {}, "config": []})
    project.write("photo.png", b"\x89PNG\r\n")
    said = project.bring()
    assert "not recognised: 1 file(s)" in said
    assert "photo.png" in said
    assert "it ends in the middle" in said
    assert "the run names no model" in said
    project.accounts()
    cut = "lab__cut/results_2025-06-01T00-00-00.json"
    assert (
        f"the file cannot be read: {cut}: not readable as JSON: it ends in the middle"
        in project.chain.reasons("mine").values()
    )
    assert project.chain.scores() == {
        ("lab/old", "winogrande"): 60.0,
        ("lab/new", "winogrande"): 70.0,
    }


def test_a_run_of_every_eval_ever_without_what_it_needs(project):
    results = [None, 1, {"evaluation_name": "MMLU", "score_details": {"score": 0.5}}]
    project.write(
        "t.json", {"schema_version": "0.3.0", "evaluation_results": results, "model_info": None}
    )
    with pytest.raises(ImportProblem, match="the result is no object"):
        project.bring()
    assert not (project.chain.folder / "imports").exists()


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("t.csv", b"", "the file is empty"),
        ("t.json", '{"a": 1}', "an object of JSON; a list of objects"),
        ("t.json", "[" * 100_000, "not readable as JSON"),
        ("t.parquet", b"PAR1", "not readable as Parquet"),
        ("t.csv", "model,MMLU\na\0b,51\n", "it is no text"),
        ("t.csv", "model,average,rank\na,50,1\n", "without a column of scores .left out: average"),
        ("t.csv", "model,MMLU\n", "of no known format: a table without rows"),
        ("t.csv", "answer,MMLU\n" + "the same,51\n" * 9, "no column names a model"),
        ("t.csv", "benchmark,m0,m1\nMMLU,40,50\n", "turn it, so that a row is a model"),
        ("t.json", "[]", "of no known format"),
        ("t.json", '{"results": {"a": {"acc,no', "it ends in the middle"),
        ("t.jsonl", "not json\n", "no two columns"),
        ("t.tex", "\\begin{tabular}{lr}", "of no known format"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(project, name, content, word):
    project.write(name, content)
    with pytest.raises(ImportProblem, match=word) as said:
        project.bring()
    assert "The formats are:" in str(said.value)
    assert not Path("imports").exists()


def test_what_was_taken_for_what_is_said(project):
    project.write("t.csv", csv("LLM,MMLU,size", "lab/one,51,7", "lab/two,52,13"))
    said = project.bring()
    assert "t.csv: read LLM as model_name, size as parameters_b" in said


def test_a_record_is_usable_or_counted_under_one_reason(project):
    rows = ["a,X,50", "a,X,50", "c,X,50", "c,X,51", "b,X,120", "b,X,n/a", "b,X,60"]
    project.write("t.csv", csv("model,benchmark,score,unit", *(f"{row},percent" for row in rows)))
    said = project.bring()
    assert "records     7: 2 usable, 5 not" in said
    assert "1 × the score is missing" in said
    assert "1 × duplicate key" in said
    assert (
        "2 × contradictory scores of one run, the first: c: X 50.0 in t.csv row 3 and X 51" in said
    )
    assert "1 × score is outside 0–100: 120" in said
    # what is said before a build is what the build then counts
    assert project.accounts() == (7, 2, 5)


def test_a_day_before_the_runs_leaves_them_out_in_words(project):
    project.write(
        "t.csv", csv("model,benchmark,score,date", "a,X,50,2026-01-01", "b,X,51,2024-01-01")
    )
    said = project.bring(day=date(2025, 1, 1))
    assert "evaluated_on is after the day of the snapshot: 2026-01-01" in said
    assert project.accounts() == (2, 1, 1)
