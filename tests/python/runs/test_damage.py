"""A failed gate never holds, whatever is removed from B, blanked, renamed, cut or moved."""

import json
import shutil
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest
from harness_logs import archived, inspect_log, instance
from hypothesis import given, settings
from hypothesis import strategies as st
from runs.test_two_runs import compared, log

from analysis_py.runs.documents import NothingInCommonError
from analysis_py.runs.formats.archives import Archive
from analysis_py.runs.metrics import MetricError
from analysis_py.runs.records import RunError

N = 60
TASKS = ("easy", "hard")


def grade(task, i, is_candidate):
    """Return a grade; the candidate fails on the hard task what the baseline solves."""
    return 0.0 if is_candidate and task == "hard" else float(i % 10 < 7 or task == "hard")


def answers(is_candidate):
    return [
        {"task": t, "item": f"{t}{i}", "score": grade(t, i, is_candidate)}
        for t in TASKS
        for i in range(N)
    ]


def write_table(folder, is_candidate, suffix):
    frame = pl.DataFrame(answers(is_candidate)).with_columns(answer=pl.lit(str(is_candidate)))
    path = folder / f"answers.{suffix}"
    {"csv": frame.write_csv, "jsonl": frame.write_ndjson, "parquet": frame.write_parquet}[suffix](
        path
    )


def write_samples(folder, is_candidate):
    for task in TASKS:
        log(folder, lambda i, task=task: grade(task, i, is_candidate), task=task, n=N)


def write_inspect(folder, is_candidate, is_archive):
    for task in TASKS:
        samples = [
            {"id": i, "input": f"{task} {i}?", "target": "A"}
            | {"scores": {"choice": {"value": "IC"[int(grade(task, i, is_candidate))]}}}
            for i in range(N)
        ]
        content = inspect_log(samples, task=task)
        if is_archive:
            archived(content, folder / f"{task}.eval")
        else:
            (folder / f"{task}.json").write_text(json.dumps(content))


def write_cases(folder, is_candidate):
    cases = [
        {"name": row["item"], "input": row["item"], "metricsData": [_measure(row["score"])]}
        for row in answers(is_candidate)
    ]
    (folder / "run.json").write_text(json.dumps({"testCases": cases}))


def _measure(score):
    return {"name": "Correctness", "score": score, "threshold": 0.5, "success": score > 0.5}


def write_promptfoo(folder, is_candidate):
    results = [
        {"score": row["score"], "success": bool(row["score"]), "vars": {"q": row["item"]}}
        | {"provider": {"id": "p"}, "prompt": {"raw": row["item"], "display": "x"}}
        for row in answers(is_candidate)
    ]
    content = {"results": {"results": results}, "config": {}}
    (folder / "results.json").write_text(json.dumps(content))


def write_mmlu_pro(folder, is_candidate):
    rows = [
        {"question_id": row["item"], "question": row["item"], "answer": "A"}
        | {"category": row["task"], "pred": "BA"[int(row["score"])]}
        for row in answers(is_candidate)
    ]
    (folder / "results.json").write_text(json.dumps(rows))


def write_lighteval(folder, is_candidate):
    place = folder / "details/lab/model/2025-06-01T12-00-00"
    place.mkdir(parents=True)
    for task in TASKS:
        details = {
            "__doc__": [{"query": f"{task} {i}", "choices": ["x"]} for i in range(N)],
            "__metric__": [{"em": grade(task, i, is_candidate)} for i in range(N)],
        }
        name = f"details_lighteval|{task}|0_2025-06-01T12-00-00.parquet"
        pl.DataFrame(details).write_parquet(place / name)


def write_swe_bench(folder, is_candidate):
    ids = {"submitted_ids": [], "completed_ids": [], "resolved_ids": [], "unresolved_ids": []}
    for row in answers(is_candidate):
        fate = "resolved_ids" if row["score"] else "unresolved_ids"
        for name in ("submitted_ids", "completed_ids", fate):
            ids[name].append(row["item"])
    (folder / "report.json").write_text(json.dumps(ids))


def write_swe_bench_reports(folder, is_candidate):
    for task in TASKS:
        reports = {
            f"{task}{i}": {"patch_exists": True, "resolved": bool(grade(task, i, is_candidate))}
            for i in range(N)
        }
        (folder / f"{task}.json").write_text(json.dumps(reports))


def write_terminal_bench(folder, is_candidate):
    for n in (1, 2):
        (run := folder / f"run{n}").mkdir()
        trials = [
            {"task_id": row["item"], "trial_name": f"{row['item']}.1-of-1.run{n}"}
            | {"is_resolved": bool(row["score"]), "failure_mode": "unset"}
            for row in answers(is_candidate)
        ]
        (run / "results.json").write_text(json.dumps({"results": trials}))
        facts = {"agent_name": "agent", "model_name": "model"}
        (run / "run_metadata.json").write_text(json.dumps(facts))


def write_evalplus(folder, is_candidate):
    problems = {}
    for row in answers(is_candidate):
        status = "pass" if row["score"] else "fail"
        sample = {"task_id": row["item"], "base_status": status, "plus_status": status}
        problems.setdefault(f"HumanEval/{row['item']}", []).append(sample)
    (folder / "samples_eval_results.json").write_text(json.dumps({"eval": problems}))


def write_evalplus_before(folder, is_candidate):
    problems = {}
    for row in answers(is_candidate):
        outcome = [["success" if row["score"] else "failed", [True]]]
        problems[f"HumanEval/{row['item']}"] = {"nfiles": 1, "base": outcome, "plus": outcome}
    (folder / "samples_eval_results.json").write_text(json.dumps({"eval": problems}))


def write_skills(folder, is_candidate):
    runs = [
        {"eval_id": row["item"], "configuration": "with_skill", "run_number": 1}
        | {"result": {"pass_rate": row["score"]}}
        for row in answers(is_candidate)
    ]
    (folder / "benchmark.json").write_text(json.dumps({"metadata": {}, "runs": runs}))


def write_skills_by_run(folder, is_candidate):
    runs = [
        {"eval_id": row["item"], "run_index": 0, "with_skill": {"pass_rate": row["score"]}}
        for row in answers(is_candidate)
    ]
    (folder / "benchmark.json").write_text(json.dumps({"runs": runs}))


def write_lmms_eval(folder, is_candidate):
    scored = {"results": {task: {"exact_match,none": 0.5} for task in TASKS}}
    (folder / "20260101_120000_results.json").write_text(json.dumps(scored))
    for task in TASKS:
        lines = [
            json.dumps({"doc_id": i, "exact_match": {"score": grade(task, i, is_candidate)}})
            for i in range(N)
        ]
        (folder / f"20260101_120000_samples_{task}.jsonl").write_text("\n".join(lines))


def write_zip(folder, is_candidate):
    with ZipFile(folder / "answers.zip", "w") as archive:
        for task in TASKS:
            rows = [row for row in answers(is_candidate) if row["task"] == task]
            archive.writestr(f"runs/{task}.jsonl", "\n".join(map(json.dumps, rows)))


def write_instances(folder, is_candidate):
    rows = [instance(row["item"], score=row["score"]) for row in answers(is_candidate)]
    (folder / "x_instances.jsonl").write_text("\n".join(map(json.dumps, rows)))


WRITERS = {
    "csv": lambda folder, is_b: write_table(folder, is_b, "csv"),
    "jsonl": lambda folder, is_b: write_table(folder, is_b, "jsonl"),
    "parquet": lambda folder, is_b: write_table(folder, is_b, "parquet"),
    "lm-eval": write_samples,
    "inspect": lambda folder, is_b: write_inspect(folder, is_b, False),
    "eval": lambda folder, is_b: write_inspect(folder, is_b, True),
    "deepeval": write_cases,
    "promptfoo": write_promptfoo,
    "mmlu-pro": write_mmlu_pro,
    "lighteval": write_lighteval,
    "instances": write_instances,
    "swe-bench": write_swe_bench,
    "swe-bench-reports": write_swe_bench_reports,
    "terminal-bench": write_terminal_bench,
    "evalplus": write_evalplus,
    "evalplus-before": write_evalplus_before,
    "skills": write_skills,
    "skills-by-run": write_skills_by_run,
    "lmms-eval": write_lmms_eval,
    "zip": write_zip,
}


def remove(content, start, length):
    return content[:start] + content[start + length :]


def blank(content, start, length):
    return content[:start] + b" " * len(content[start : start + length]) + content[start + length :]


def cut(content, start, length):
    return content[:start]


def rekey(content, start, length):
    """Turn names, as if what follows were other questions."""
    tail = content[start:].replace(b"hard", b"herd", max(1, length // 9))
    return content[:start] + tail


def drop_lines(content, start, length):
    lines = content.split(b"\n")
    first = start * len(lines) // max(1, len(content))
    return b"\n".join(lines[:first] + lines[first + max(1, length // 40) :])


DAMAGES = [remove, blank, cut, rekey, drop_lines]
MOVES = {
    "keep": lambda path: None,
    "delete": lambda path: path.unlink(),
    "rename": lambda path: path.rename(path.with_name(f"new_{path.name}")),
    "hide": lambda path: path.rename(path.with_name(f".{path.name}")),
    "move": lambda path: shutil.move(path, _folder(path) / path.name),
    "other ending": lambda path: path.rename(path.with_suffix(".txt")),
}


def _folder(path):
    (place := path.parent / "other").mkdir()
    return place


def gate_for(a, b):
    """Return what the gate says; a refusal is none."""
    try:
        return compared(a, b, gate=10).gate
    except (RunError, MetricError, NothingInCommonError):
        return None


@pytest.fixture(scope="module", params=WRITERS)
def pair(request, tmp_path_factory):
    """Give a pair of runs of which the candidate fails the gate."""
    root = tmp_path_factory.mktemp("pair")
    for name in "ab":
        (root / name).mkdir()
        WRITERS[request.param](root / name, name == "b")
    assert gate_for(root / "a", root / "b") == "fails"
    return root


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    which=st.integers(0, 9),
    damage=st.sampled_from(DAMAGES),
    start=st.floats(0, 1),
    length=st.integers(1, 20_000),
    move=st.sampled_from(sorted(MOVES)),
)
def test_a_failed_gate_never_holds_after_damage_to_b(pair, which, damage, start, length, move):
    with tempfile.TemporaryDirectory() as place:
        b = Path(shutil.copytree(pair / "b", Path(place) / "b"))
        files = sorted(path for path in b.rglob("*") if path.is_file())
        path = files[which % len(files)]
        content = path.read_bytes()
        path.write_bytes(damage(content, int(start * len(content)), length))
        MOVES[move](path)
        assert gate_for(pair / "a", b) != "holds"


def nodes_of(content):
    """Yield every object of JSON with the list that it stands in, if it does."""
    for each in content if isinstance(content, list) else content.values():
        if isinstance(each, dict):
            yield each, content if isinstance(content, list) else None
        if isinstance(each, dict | list):
            yield from nodes_of(each)


def drop_record(node, key, siblings):
    if siblings is None:
        del node[key]
    else:
        siblings[:] = [each for each in siblings if each is not node]


def drop_rest(node, key, siblings):
    for name in [*node][[*node].index(key) :]:
        del node[name]


def drop_field(node, key, siblings):
    del node[key]


def drop_value(node, key, siblings):
    node[key] = None


def replace_value(node, key, siblings):
    node[key] = f"x{key}"


def replace_by_own(node, key, siblings):
    node[key] = f"{node[key]}!"


def rename_field(node, key, siblings):
    node[f"{key}_2"] = node.pop(key)


def read_records(path):
    """Return a file's objects: rows of a table, lines, the whole, or an archive's members."""
    if path.suffix in ARCHIVES:
        with closing(Archive(path)) as archive:
            return [[name, parse(archive.read(name).decode())] for name in archive.members]
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema=False).to_dicts()
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dicts()
    return parse(path.read_text())


def parse(text):
    """Return the content of JSON, or that of each line."""
    lines = text.strip().split("\n")
    return [*map(json.loads, lines)] if len(lines) > 1 else json.loads(text)


def write_records(path, content):
    if path.suffix in ARCHIVES:
        with ZipFile(path, "w") as archive:
            for name, *member in content:
                lines = member[0] if member and name.endswith("l") else member
                archive.writestr(name, "\n".join(map(json.dumps, lines)))
    elif path.suffix in (".csv", ".parquet"):
        frame = pl.DataFrame(content, strict=False, infer_schema_length=None)
        frame.write_csv(path) if path.suffix == ".csv" else frame.write_parquet(path)
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(map(json.dumps, content)))
    else:
        path.write_text(json.dumps(content))


ARCHIVES = (".eval", ".zip")
ACTS = [drop_record, drop_rest, drop_field, drop_value, replace_value, replace_by_own, rename_field]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    which=st.integers(0, 9),
    field=st.integers(0, 60),
    act=st.sampled_from(ACTS),
    start=st.sampled_from([0.0, 0.5, 0.6]),
    share=st.sampled_from([0.02, 0.1, 0.4, 0.5, 0.98, 1.0]),
)
def test_a_failed_gate_never_holds_after_loss_of_fields(pair, which, field, act, start, share):
    with tempfile.TemporaryDirectory() as place:
        b = Path(shutil.copytree(pair / "b", Path(place) / "b"))
        files = sorted(path for path in b.rglob("*") if path.is_file())
        path = files[which % len(files)]
        content = read_records(path)
        nodes = [*nodes_of(content), *([(content, None)] if isinstance(content, dict) else [])]
        counts = Counter(key for node, _ in nodes for key in node)
        # fields of records come before names that occur once
        keys = sorted(counts, key=lambda each: (-counts[each], each))
        key = keys[field % len(keys)]
        holders = [(node, siblings) for node, siblings in nodes if key in node]
        first = int(start * len(holders))
        for node, siblings in holders[first : first + max(1, int(share * len(holders)))]:
            act(node, key, siblings)
        try:
            write_records(path, content)
        except (pl.exceptions.PolarsError, TypeError):
            return  # no such table can be written
        assert gate_for(pair / "a", b) != "holds"
