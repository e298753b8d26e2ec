"""Every record of a file is loaded or in quarantine with a reason, however damaged the file is."""

import json
import os
import re
from pathlib import Path

import polars as pl
import pytest
from accidents import damaged
from bringing import new_run, table
from harness_logs import every_eval_ever, inspect_log, instance, record
from hypothesis import HealthCheck, given, settings

from analysis_py.imports.item_storing import store_items
from analysis_py.runs.formats.contract import ImportProblem
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.gathering import read_results

OPEN = ["an open quote swallows this row"] * 3
#: What stands in a file, the models that are loaded, and how the others are told.
DAMAGED = {
    "broken.jsonl": (
        table('{"model":"m0","MMLU":40}', '{"model":"m1","MMLU":4', '{"model":"m2","MMLU":42}'),
        ["m0", "m2"],
        ["not readable as JSON"],
    ),
    "cut.jsonl": (
        table('{"model":"m0","MMLU":40}', '{"model":"m1","MMLU":41}', '{"model":"m2","MM').strip(),
        ["m0", "m1"],
        ["not readable as JSON"],
    ),
    "separators.jsonl": (
        table(
            '{"model":"m0","MMLU":40,"note":"a\u2028b"}', '{"model":"m1","MMLU":41,"note":"a\x85b"}'
        ),
        ["m0", "m1"],
        [],
    ),
    "named_twice.jsonl": (
        table('{"model":"m0","MMLU":40,"MMLU":50}', '{"model":"m1","MMLU":41,"ARC":50}'),
        ["m1"],
        ["not readable as JSON"],
    ),
    "others.json": (
        '[{"model":"m0","MMLU":40},null,"x",5,[1],{"model":"m1","MMLU":41}]',
        ["m0", "m1"],
        ["no object of JSON"] * 4,
    ),
    "open.csv": (table("model,MMLU", "m0,40", '"m1,41', "m2,42", "m3,43"), ["m0"], OPEN),
    "closed_late.csv": (
        table("model,MMLU", "m0,40", '"m1,41', "m2,42", 'm3",43', "m4,44"),
        ["m0", "m4"],
        OPEN,
    ),
    "short.csv": (
        table("model,MMLU,ARC", "m0,40,50", "m1", "m2,42,52"),
        ["m0", "m2"],
        ["1 fields where the header has 3"],
    ),
    "empty.csv": (
        table("model,MMLU,ARC", "m0,40,50", "m1,n/a,-", "m2,42,52"),
        ["m0", "m2"],
        ["nothing usable in this record"],
    ),
    "several_lines.csv": (
        'model,MMLU\n"a, large\nb",40\n"c\nd, small",50\n',
        ["a, large\nb", "c\nd, small"],
        [],
    ),
    "empty.parquet": (
        pl.DataFrame({"model": ["m0", "m1"], "MMLU": [40.0, None], "ARC": [50.0, None]}),
        ["m0"],
        ["nothing usable in this record"],
    ),
    "nothing.json": (
        json.dumps({"results": {"arc": {"alias": "arc"}}, "versions": {}, "config": {}}),
        [],
        ["nothing usable in this record"],
    ),
}


@pytest.mark.fault("imports")
@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_record_is_a_record_with_its_reason(tmp_path, name):
    content, loaded, told = DAMAGED[name]
    path = tmp_path / "given" / name
    path.parent.mkdir(parents=True)
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        content.write_parquet(path)
    scores = read_results(tmp_path / "given").results.scores
    assert sorted({each.model_name for each in scores if each.problem is None}) == loaded
    problems = [each.problem for each in scores if each.problem]
    assert [problem.partition(": ")[0] for problem in problems] == told
    assert all(f"{name} row " in problem for problem in problems)


MODELS = [f"model{n}x" for n in range(5)]
ROWS = [{"model": model, "MMLU": 40.5 + n, "ARC": 50.5 + n} for n, model in enumerate(MODELS)]
LONG = [
    {"model": row["model"], "benchmark": exam, "score": row[exam]}
    for row in ROWS
    for exam in ("MMLU", "ARC")
]


def as_csv(rows: list[dict], separator: str = ",") -> str:
    return table(*(separator.join(map(str, row)) for row in [rows[0], *(r.values() for r in rows)]))


#: Answers to items: of a model in logs and long tables, of as many models in matrices.
ANSWERS = [
    ("model", "benchmark", "item", "score"),
    *(("m", "exam", f"i{n}", n % 2) for n in range(6)),
]
SAMPLES = [{"doc_id": n, "doc": "q\u2028", "metrics": ["acc"], "acc": n % 2 > 0} for n in range(6)]
LOGGED = [{"id": n, "scores": {"match": {"value": "CI"[n % 2]}}} for n in range(6)]
OF_ITEMS = {
    "samples_exam_2025-06-01T12-00-00.jsonl": table(
        *(json.dumps(sample, ensure_ascii=False) for sample in SAMPLES)
    ),
    "instances.jsonl": table(*(json.dumps(instance(n, score=n % 2)) for n in range(6))),
    "log.json": json.dumps(inspect_log(LOGGED)),
    "items.csv": table(*(",".join(map(str, row)) for row in ANSWERS)),
    "quoted.tsv": table(*("\t".join(f'"{field}"' for field in row) for row in ANSWERS)),
    "matrix.csv": table("model,i1,i2,i3", *(f"m{n},{n % 2},1,0" for n in range(6))),
    "turned.csv": table("item,modelA,modelB,rank", *(f"i{n},{n % 2},1,{n}" for n in range(6))),
}
RESULTS = {row["model"]: {"acc,none": row["MMLU"] / 100} for row in ROWS}
RECORDS = [record(row["MMLU"], high=100) | {"evaluation_name": row["model"]} for row in ROWS]
#: The same models in every kind of file that holds text.
SOUND = {
    **OF_ITEMS,
    "wide.csv": as_csv(ROWS),
    "wide.tsv": as_csv(ROWS, "\t"),
    "quoted.csv": re.sub(r"(model\d+x)", r'"\1"', as_csv(ROWS)),
    "long.csv": as_csv(LONG),
    "wide.jsonl": table(*map(json.dumps, ROWS)),
    "long.jsonl": table(*map(json.dumps, LONG)),
    "wide.json": json.dumps(ROWS),
    "wrapped.json": json.dumps({"version": 1, "rows": ROWS}),
    "results_2025-06-01.json": json.dumps(new_run("lab/one", RESULTS)),
    "eee.json": json.dumps(every_eval_ever("lab/one", *RECORDS)),
    "euroeval.csv": table(
        ",,<a href='https://euroeval.com/tasks/x'>x</a>",
        "Model,Type,quiz",
        *(f"{row['model']},📝,{row['MMLU']} ± 1.5 / {row['ARC']} ± 1.6" for row in ROWS),
    ),
}


@pytest.mark.parametrize("name", OF_ITEMS)
def test_answers_are_sound_before_they_are_damaged(tmp_path, name):
    (tmp_path / name).write_text(OF_ITEMS[name], encoding="utf-8")
    found = read_results(tmp_path / name)
    stored = store_items(found.results.tables, "mine", tmp_path / "i", found.results.samples)
    n_each = {"matrix.csv": 3, "turned.csv": 2}.get(name, 1)
    assert stored.n_read == stored.n_loaded == 6 * n_each


@pytest.mark.fault("imports")
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged(SOUND))
def test_no_record_of_a_damaged_file_vanishes(tmp_path_factory, case):
    """Each element and each name that stands in the file is in a record, or the file is refused."""
    name, content = case
    path = tmp_path_factory.getbasetemp() / "given" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    try:
        gathered = read_results(path)
    except ImportProblem:
        return
    scores = gathered.results.scores
    if any("the file cannot be read" in (each.problem or "") for each in scores):
        return
    if gathered.results.tables or gathered.results.samples:
        try:
            found = store_items(
                gathered.results.tables, "mine", path.parent / "items", gathered.results.samples
            )
        except ImportProblem:
            return  # it is refused as a whole, and the message names it
        assert found.n_read == found.n_loaded + sum(n for _, n in found.reasons)
        assert found.n_read >= len(File(path, name).records)
        return
    if path.suffix in (".json", ".jsonl"):
        if path.suffix == ".jsonl":
            held = [line for line in content.split("\n") if line.strip()]
        else:
            held = json.loads(content)
        if isinstance(held, dict):
            held = next((each for each in held.values() if isinstance(each, list)), [held])
        assert {each.row_number for each in scores} >= set(range(1, len(held) + 1))
    else:
        kept = " ".join([*map(repr, scores), *gathered.results.notes])
        assert set(re.findall(r"model\dx", content)) <= set(re.findall(r"model\dx", kept))


@pytest.mark.fault("imports")
def test_a_folder_that_cannot_be_listed_is_named(tmp_path, monkeypatch):
    """Root may list all, so the system's refusal is played."""
    for name in ("a", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "t.csv").write_text("model,MMLU\nm0,40\nm1,50\n")
    listed = os.scandir

    def scandir(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    problems = [each.problem for each in read_results(tmp_path).results.scores]
    why = "the file cannot be read: closed: the folder cannot be listed: Permission denied"
    assert problems == [None, None, why]
    with pytest.raises(ImportProblem, match=r"\.: the folder cannot be listed"):
        read_results(tmp_path / "closed")
