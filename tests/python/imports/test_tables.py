"""Tables that people make: read in any dialect, or refused with a word, and never a score lost."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from bringing import DAY, Project, table

from analysis_py.runs.formats.contract import ImportProblem
from analysis_py.sources.csv_files import SnapshotError

pytestmark = pytest.mark.chain
fault = pytest.mark.fault("imports")


EXPECTED = {
    ("lab/one", "mmlu"): 51.3,
    ("lab/one", "arc"): 60.0,
    ("lab/two", "mmlu"): 52.0,
    ("lab/two", "arc"): 61.5,
}
PLAIN = table("model,MMLU,ARC", "lab/one,51.3,60", "lab/two,52,61.5")
FRAME = pl.DataFrame({"model": ["lab/one", "lab/two"], "MMLU": [51.3, 52.0], "ARC": [60.0, 61.5]})
#: The same four scores, as different hands would write them.
ONE_TABLE = {
    "semicolons.csv": table("model;MMLU;ARC", "lab/one;51,3;60,0", "lab/two;52,0;61,5"),
    "tabs.txt": PLAIN.replace(",", "\t"),
    "marked.csv": PLAIN.encode("utf-16"),
    "old_mac.csv": PLAIN.replace("\n", "\r"),
    "titles.csv": f"Table 3: our models\n\n{PLAIN}",
    "titles_on_semicolons.csv": "Ours, and theirs\n" + PLAIN.replace(",", ";"),
    "percent.csv": table("model,MMLU,ARC", "lab/one,51.3 %,60%", "lab/two,52 %,61.5%"),
    "spreads.csv": table(
        "model,MMLU,ARC", "lab/one,51.3 ± 1.2,60 (1.1)", "lab/two,52±1,61.5 (1.0)"
    ),
    "marks.csv": table("model,MMLU,ARC", "lab/one,51.3*,**60**", "lab/two,52†,61.5"),
    "wrapped.json": json.dumps({"version": 3, "rows": FRAME.to_dicts()}),
    "no_benchmarks.csv": table(
        "model,average,rank,latency,MMLU,Elo,ARC,cost_usd,notes",
        "lab/one,50,1,0.3,51.3,1200,60,3.5,a",
        "lab/two,51,2,0.4,52,1210,61.5,4,b",
    ),
    "missing.csv": PLAIN + "lab/three,n/a,-\nlab/four,,?\n",
    "frame.parquet": FRAME.write_parquet,
    "list.json": FRAME.write_json,
    "lines.ndjson": FRAME.write_ndjson,
    "quoted.csv": re.sub(r"([^,\n]+)", r'"\1"', PLAIN),
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
    n_empty = 2 if name == "missing.csv" else 0
    assert project.accounts() == (4, 4, 0)
    (counted,) = project.chain.table("row_accounting").filter(source="mine").to_dicts()
    assert counted["n_quarantined"] == n_empty


#: What is written, what is said of it, and the scores of its first model or of all.
UNDERSTOOD = {
    "less is better": (
        "model,Toxicity (lower is better),WER ↓ (%),Error rate,MMLU\na,12,30,40,51\nb,10,20,35,5\n",
        "",
        {"toxicity": 88.0, "wer": 70.0, "error_rate": 60.0, "mmlu": 51.0},
    ),
    "shares beside percentages": (
        table("Model,A,B", *(f"m{n},0.{n},{50 + n}" for n in range(1, 12))),
        "taken for shares",
        {"a": 10.0, "b": 51.0},
    ),
    "values below 1 among percentages": (
        "Model,A\na,80\nx,0.5\ny,60\nz,70\n",
        "records     4: 3 usable, 1 not",
        {"a": 80.0},
    ),
    "shares among values with a percent sign": (
        "Model,A\na,45%\nx,0.47\ny,0.52\nz,61%\n",
        "records     4: 2 usable, 2 not",
        {"a": 45.0},
    ),
    "a scale in a header": (
        "model,MT-Bench (1–10),Facts (0-1)\na,5.5,0.5\nb,10,0.9\n",
        "kept in percent of the way between the ends of the scale: MT-Bench (1-10)",
        {"mt_bench": 50.0, "facts": 50.0},
    ),
    "perplexities": (
        "model,MMLU,downstream_perplexity,eval.perpexity.arc,PPL\na,50,12.5,9,8\nb,60,20,9,8\n",
        "",
        {"mmlu": 50.0},
    ),
    "words that are in names of benchmarks": (
        "model,math_num_theory_hard,context_qa,Reasoning,Precision,object counting\n"
        "a,50,51,52,53,54\nb,60,61,62,63,64\n",
        "",
        {
            **{"math_num_theory_hard": 50.0, "context_qa": 51.0, "reasoning": 52.0},
            **{"precision": 53.0, "object_counting": 54.0},
        },
    ),
    "an error and a count beside a benchmark": (
        "LLM,MMLU,mmlu_stderr,mmlu_n,size\na,50,1.5,99,7\nb,60,1.4,99,13\n",
        "t.csv: read LLM as model_name, size as parameters_b, mmlu_stderr as std_error of MMLU",
        {"mmlu": 50.0},
    ),
    "an old encoding": ("Modèle,model,A\nx,é,50\ny,ü,60\n".encode("cp1252"), "", {"a": 50.0}),
    "the column of models that most records have": (
        json.dumps([{"model": "a", "MMLU": 50}, {"model": "b", "MMLU": 60}, {"model_name": "x"}]),
        "read model as model_name",
        {"mmlu": 50.0},
    ),
    "a few columns of a board": (
        "Model,ARC,TruthfulQA\na,0.5,0.4\nb,0.6,0.5\n",
        "wide: t.csv",
        {"arc": 50.0, "truthfulqa": 40.0},
    ),
}  # fmt: skip


@fault
@pytest.mark.parametrize("name", UNDERSTOOD)
def test_what_a_table_means_is_understood_and_said(project, name):
    content, told, expected = UNDERSTOOD[name]
    project.write("t.json" if str(content)[:1] == "[" else "t.csv", content)
    assert told in project.bring()
    scores = project.chain.scores()
    first = min(model for model, _ in scores)
    assert {b: s for (m, b), s in scores.items() if m == first} == expected | {
        benchmark: pytest.approx(score) for benchmark, score in expected.items()
    }


@pytest.mark.parametrize(
    ("header", "value", "size"),
    [
        ("Model Size (B)", "7", 7.0),
        ("Total Params [billions]", "7", 7.0),
        ("Parameters", "31273088876.0", 31.273088876),
        ("size", "7B", 7.0),
    ],
)
def test_a_size_is_known_by_its_words_and_its_unit(project, header, value, size):
    project.write("t.csv", table(f"model,{header},MMLU", f"a,{value},50", f"b,{value},60"))
    project.bring()
    assert project.chain.table("fct_evaluations")["parameters_b"].to_list() == [size] * 2


@fault
@pytest.mark.parametrize(
    ("unit", "expected"), [("mt_bench=0-10", 72.4), ("mt_bench=percent", 7.24)]
)
def test_a_judge_s_scale_is_asked_about(project, unit, expected):
    project.write("t.csv", table("model,MT-Bench,MMLU,Context", "a,7.24,50,61", "b,8.5,60,70"))
    said = project.bring()
    assert "2 × the unit is unclear" in said
    assert "--unit mt_bench=percent or --unit mt_bench=0-10" in said
    assert "a cost or a count: Context (2 values)" in said
    assert ("MT-Bench (0-10)" in project.bring(units=[unit, "Context=percent"])) == (
        unit.endswith("-10")
    )
    assert project.accounts() == (6, 6, 0)
    assert project.chain.scores()["a", "mt_bench"] == pytest.approx(expected)
    assert project.chain.scores()["a", "context"] == 61.0
    for wrong in ("ten", "5-1", "mt_bench=", "unheard=percent"):
        with pytest.raises(ImportProblem, match=r"a unit is|no benchmark is called unheard"):
            project.bring(units=[wrong])


def test_a_scale_has_its_own_lower_end_and_errors(project):
    rows = ["a,Essays,4,0.2,1-5", "b,Essays,1,0.2,1-5", "c,Essays,6,0.2,1-5"]
    project.write("t.csv", table("model,benchmark,score,std_error,unit", *rows))
    project.bring()
    assert project.accounts() == (3, 2, 1)
    found = project.chain.table("fct_scores").sort("score_pct")
    assert found["score_pct"].to_list() == [0.0, 75.0]
    assert found["std_error_pct"].to_list() == [5.0, 5.0]


@fault
@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("score", "abc", "not a number: abc"),
        ("score", "inf", "not a number: inf"),
        ("score", "150", "is outside 0–100"),
        ("score", "-1", "is outside 0–100"),
        ("score", "1.234.567", "not a number"),
        ("score", "9" * 5000, "not a number"),
        ("score,std_error", "50,-3", "standard error"),
        ("score,std_error", "50,300", "standard error"),
        ("score", "50,extra", "4 fields where the header has 3"),
        ("score,n_items", "50,1e30", "n_items is outside 1–1000000000"),
        ("score,date", "50,1900-01-01", "is before 1950: 1900-01-01"),
        ("score,date", "50,2026-06-02", "is after the day of the snapshot: 2026-06-02"),
    ],
)
def test_what_cannot_be_used_is_quarantined_with_a_word(project, header, value, reason):
    other = ",2026-01-01" if "date" in header else ",2" if "," in header else ""
    good = [f"m{n},B,{40 + n}{other}" for n in range(12)]
    project.write("t.csv", table(f"model,benchmark,{header}", *good, f"bad,B,{value}"))
    assert ("--as-of" in project.bring()) == ("after the day" in reason)
    (found,) = project.chain.reasons("mine").values()
    assert reason in found
    assert len(project.chain.scores()) == 12
    project.accounts()


def test_a_record_is_usable_or_counted_under_one_reason(project):
    """What is said before a build is what the build then counts."""
    rows = ["a;X;50", "a;X;50", "c;X;50", "c;X;51,0", "b;X;120", "b;X;n/a", "b;X;60", "d;X;80 %"]
    project.write("t.csv", "\ufeff" + table("Model;Task;Score", *rows))
    said = project.bring()
    assert "records     8: 3 usable, 5 not" in said
    for told in (
        "1 × the score is missing",
        "1 × duplicate key",
        "2 × contradictory scores of one run, first: c: X 50.0 in t.csv row 3 and X 51",
        "1 × score is outside 0–100: 120",
    ):
        assert told in said
    assert project.accounts() == (8, 3, 5)
    for quarantine in ("quarantined_rows", "quarantined_scores"):
        found = project.chain.table(quarantine).filter(source="mine")
        assert found.filter(pl.col("reason") != "the score is missing")["detail"].null_count() == 0


NAMES = [
    "'; drop table fct_scores; --",
    "<script>alert(1)</script>",
    "\u202eevil",
    "=cmd|' /C calc'!A0",
    "{{ ref('x') }}",
    "a\x1b[31m red",
    "../../../etc/passwd",
]


@fault
def test_names_that_mean_harm_are_names(project):
    names = [*NAMES, "a\nb\tc", "x" * 10_000_000]
    rows = [f'"{name}",{50 + n},{60 + n}' for n, name in enumerate(names)]
    header = """model,"M'); drop schema main; --",<b>\x1b[31mARC</b>"""
    project.write("t\u202e.csv", table(header, *rows))
    said = project.bring()
    # what is printed moves no terminal
    assert "\x1b" not in said
    assert "drop schema main" in said
    assert project.accounts() == (18, 18, 0)
    assert "\u202e.csv" not in Path(f"imports/mine/{DAY}.csv").read_text()
    lines, long = sorted({model for model, _ in project.chain.scores()} - set(NAMES))
    assert lines == "a b c"
    assert len(long) < 600


def test_a_folder_of_an_old_run_of_one_without_a_model_and_of_what_cannot_be_read(project):
    old = {
        "results": {"winogrande": {"acc": 0.6, "acc_stderr": 0.0138}},
        "versions": {"winogrande": 0},
        "config": {"model": "hf-causal", "model_args": "pretrained=lab/old", "num_fewshot": 5},
    }
    project.write("old.json", old)
    project.write("none.json", {"results": {"x": {"acc,none": [1]}}, "versions": {}, "config": []})
    (project.given / "link.csv").symlink_to("/proc/self/mem")
    assert "the run names no model" in project.bring()
    project.accounts()
    reasons = project.chain.reasons("mine").values()
    assert "the file cannot be read: link.csv: Input/output error" in reasons
    assert project.chain.scores() == {("lab/old", "winogrande"): 60.0}


@fault
@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("t.csv", b"", "the file is empty"),
        ("t.json", '{"a": 1}', "a JSON object; a list of objects"),
        ("t.json", "[" * 100_000, "not readable as JSON"),
        ("t.parquet", b"PAR1", "not readable as Parquet"),
        ("t.csv", "model,MMLU\na\0b,51\n", "it is not text"),
        ("t.csv", "model,average,rank\na,50,1\n", "without a column of scores .left out: average"),
        ("t.csv", "model,MMLU\n", "unknown format: a table without rows"),
        ("t.csv", "answer,MMLU\n" + "the same,51\n" * 9, "without a column of model names"),
        ("t.csv", "benchmark,m0,m1\nMMLU,40,50\n", "transpose it: one row per model"),
        ("t.csv", "model,ARC,ARC\na,50,51\n", "named twice in the header: ARC; rename one"),
        ("t.json", "[]", "unknown format"),
        ("t.json", '{"results": {"a": {"acc,no', "it ends in the middle"),
        ("t.jsonl", "not json\n", "no two columns"),
        ("t.tex", "\\begin{tabular}{lr}", "unknown format"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(project, name, content, word):
    project.write(name, content)
    with pytest.raises(ImportProblem, match=word) as said:
        project.bring()
    assert "Known formats:" in str(said.value)
    assert not Path("imports").exists()


@fault
def test_a_day_that_cannot_be_and_the_project_itself_are_refused(project):
    project.write("t.csv", PLAIN)
    for day in (date.today() + timedelta(days=400), date(1, 1, 1)):
        with pytest.raises(ImportProblem, match=r"after today|before 1950"):
            project.bring(day=day)
    for path in (project.chain.folder, project.chain.folder.parent):
        with pytest.raises(ImportProblem, match="holds this project itself"):
            project.bring(path)
    project.bring()
    written = project.chain.folder / f"imports/mine/{DAY}.provenance.yml"
    written.write_text(written.read_text().replace(str(DAY), "2999-01-01"))
    with pytest.raises(SnapshotError, match="taken_on is 2999-01-01, which is after today"):
        project.chain.table("row_accounting")
