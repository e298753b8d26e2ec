"""Logs of harnesses, of agents and of code, and matrices, are read and compared."""

import json
import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
from harness_logs import archived, inspect_log
from runs.test_two_runs import better, compared, right

from analysis_py.runs.comparing import Choices, compare_runs
from analysis_py.runs.formats.files import ColumnNames
from analysis_py.runs.formats.gathering import ADAPTERS
from analysis_py.runs.markdown import as_markdown
from analysis_py.runs.reading import read_run
from analysis_py.runs.records import RunError
from analysis_py.runs.words import describe_comparison as tell


def test_a_matrix_of_models_is_read_by_name(tmp_path):
    path = tmp_path / "me@lab" / "m.csv"
    path.parent.mkdir()
    rows = {"item": range(20), "one": [1, 0] * 10, "two@v2": [1, 1] * 10}
    pl.DataFrame(rows).write_csv(path)
    assert compared(f"{path}@one", f"{path}@two@v2").overall.difference == 50


def samples(n, graded=right, epochs=(1,)):
    return [
        {"id": i, "epoch": e, "input": f"{i}?", "target": "A"}
        | {"scores": {"choice": {"value": "C" if graded(i) else "I"}}}
        for i in range(n)
        for e in epochs
    ]


def test_inspect_logs_are_compared_by_scorer_and_epoch(tmp_path):
    a = archived(inspect_log(samples(40, epochs=(1, 2))), tmp_path / "a.eval")
    b = tmp_path / "b.json"
    b.write_text(json.dumps(inspect_log(samples(40, better, epochs=(1, 2)))))
    found = compared(a, b).overall
    assert (found.n_items, found.metric, found.repeats) == (40, "choice", 2)
    unfinished = archived(inspect_log(samples(40)), tmp_path / "c.eval", is_finished=False)
    with pytest.raises(RunError, match="no answer has a grade"):
        compared(a, unfinished)


@pytest.mark.parametrize("is_packed_by_zstd", [True, False])
def test_a_damaged_sample_of_an_archive_costs_no_other(tmp_path, is_packed_by_zstd):
    path = archived(log := inspect_log(samples(10)), tmp_path / "b.eval")
    if not is_packed_by_zstd:
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            archive.writestr("header.json", json.dumps(log))
            for sample in log["samples"]:
                archive.writestr(f"samples/{sample['id']}_epoch_1.json", json.dumps(sample))
    with ZipFile(path) as archive:
        place = archive.getinfo("samples/3_epoch_1.json")
    content = bytearray(path.read_bytes())
    start = place.header_offset + 30 + len(place.filename)
    content[start : start + place.compress_size] = b"\xff" * place.compress_size
    path.write_bytes(content)
    found = compared(archived(log, tmp_path / "a.eval"), path)
    assert (found.overall.n_items, found.overall.no_grade_b) == (9, 1)
    assert "its member samples/3_epoch_1.json is broken" in tell(found)
    path.write_bytes(content[:200])
    with pytest.raises(RunError, match=r"single questions\nb.eval: the file cannot"):
        read_run(str(path))


def test_promptfoo_s_providers_prompts_and_repeats_are_told_apart(tmp_path):
    def results(n_questions=20, prompts=("Say", "Tell"), **columns):
        return [
            {"score": int(p == "b" or i % 2), "success": True, "vars": {"q": i % n_questions}}
            | {"provider": {"id": p}, "prompt": {"raw": f"{x} {i}", "display": x}}
            | {name: values[p, x] for name, values in columns.items()}
            for p in "ab"
            for x in prompts
            for i in range(20)
        ]

    def of_providers(given, name=""):
        path.write_text(json.dumps({"results": {"results": given}, "config": {}}))
        return compared(f"{path}@a{name}", f"{path}@b{name}")

    path = tmp_path / "results.json"
    # since version 3 a column is of a provider and a prompt; version 2 says neither
    places = {("a", "Say"): 0, ("a", "Tell"): 1, ("b", "Say"): 2, ("b", "Tell"): 3}
    columns = results(promptIdx=places)
    one_prompt = [each for each in columns if each["prompt"]["display"] == "Say"]
    for given, name in ((results(), " (prompt 1)"), (columns, " (prompt 1)"), (one_prompt, "")):
        found = of_providers(given, name).overall
        assert (found.n_items, found.repeats, found.only_b) == (20, 1, 10)
    repeated = results(10, ["Say"])
    for i, each in enumerate(repeated):
        each["prompt"]["raw"] = f"Say {i % 10}"
    repeated[-1] |= {"failureReason": 2, "error": "429", "score": 0}
    found = of_providers(repeated)
    assert (found.overall.n_items, found.overall.repeats) == (10, 2), "one answer of two is left"
    assert found.overall.bounds[0] < found.overall.low, "and the failed one is bounded"
    assert "the provider failed: 429" in tell(found)


def test_deepeval_lighteval_and_mmlu_pro_files(tmp_path):
    questions = [f"{i}?" for i in range(8)]
    for name, score in (("a", 0.5), ("b", 0.75)):
        metric = {"name": "Correctness [GEval]", "score": score, "success": True}
        cases = [
            {"name": q, "input": q, "expectedOutput": "1", "metricsData": [metric]}
            for q in questions
        ]
        (tmp_path / f"{name}.json").write_text(json.dumps({"testRunData": {"testCases": cases}}))
        is_right = [i < 8 * score for i in range(8)]
        document = {"choices": ["x", "y"], "gold_index": 0}
        details = {
            "__doc__": [document | {"query": q} for q in questions],
            "__metric__": [{"em": float(each)} for each in is_right],
        }
        folder = tmp_path / name / "details/lab/model/2025-06-01T12-00-00"
        folder.mkdir(parents=True)
        path = folder / "details_lighteval|gsm8k|0_2025-06-01T12-00-00.parquet"
        pl.DataFrame(details).write_parquet(path)
        answers = [
            {"question_id": i, "question": q, "answer": "A", "category": "law"}
            | {"pred": None if i == 7 else "BA"[is_right[i]]}
            for i, q in enumerate(questions)
        ]
        (tmp_path / f"mmlu_{name}.json").write_text(json.dumps(answers))
    graded = compared(tmp_path / "a.json", tmp_path / "b.json").overall
    assert (graded.difference, graded.only_a) == (25, None)
    details = compared(tmp_path / "a", tmp_path / "b")
    assert (details.overall.task, details.overall.metric) == ("lighteval|gsm8k|0", "em")
    assert (details.overall.only_a, details.overall.only_b) == (0, 2)
    assert r"| lighteval\|gsm8k\|0 | " in as_markdown(details)
    for rule, n_items, n_missing in ((None, 8, 0), ("missing", 7, 1)):
        paths = [tmp_path / f"mmlu_{name}.json" for name in "ab"]
        answers = compared(*paths, ungraded=rule).overall
        assert (answers.n_items, answers.no_grade_a, answers.only_b) == (n_items, n_missing, 2)


def write_json(content, *path):
    file = path[0].joinpath(*path[1:])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content))
    return path[0] / path[1]


TASKS = [f"lab__repo-{i}" for i in range(12)]


def swe_bench_reports(folder, name, resolved):
    for task in TASKS:
        report = {task: {"resolved": task in TASKS[:resolved], "patch_exists": True}}
        write_json(report, folder, name, task, "report.json")
    return folder / name


def swe_bench_lists(folder, name, resolved):
    ids = {"submitted_ids": TASKS, "incomplete_ids": ["lab__repo-98"], "error_ids": TASKS[11:]}
    ids |= {"completed_ids": TASKS[:11], "resolved_ids": TASKS[:resolved]}
    return write_json({"total_instances": 13, **ids}, folder, f"{name}.json")


def swe_bench_lists_before(folder, name, resolved):
    ids = {"generated": TASKS[:11], "no_generation": TASKS[11:], "applied": TASKS[:11]}
    return write_json(ids | {"resolved": TASKS[:resolved]}, folder, f"{name}.json")


def terminal_bench(folder, name, resolved):
    trials = [
        {"task_id": task, "trial_name": f"{task}.{i}-of-2.x", "failure_mode": "agent_timeout"}
        | {"is_resolved": True if task in TASKS[:resolved] else None}
        for task in TASKS
        for i in (1, 2)
    ]
    lists = {"resolved_ids": TASKS[:resolved], "unresolved_ids": TASKS[resolved:]}
    for run in ("one", "two"):
        write_json({"results": trials, **lists}, folder, name, run, "results.json")
        facts = {"agent_name": "agent", "model_name": name}
        write_json(facts, folder, name, run, "run_metadata.json")
    return folder / name


def evalplus(folder, name, resolved):
    problems = {
        f"HumanEval/{i}": [{"base_status": "pass", "plus_status": "pass"}] for i in range(12)
    }
    for i in range(resolved, 12):
        problems[f"HumanEval/{i}"][0]["plus_status"] = "timeout"
    problems["HumanEval/11"][0] |= {"base_status": "fail", "plus_status": "pass"}
    return write_json({"eval": problems}, folder, f"{name}_eval_results.json")


def evalplus_before(folder, name, resolved):
    passed, failed = [["success", [1]]], [["failed", [0]]]
    problems = {
        f"HumanEval/{i}": {"nfiles": 1, "base": passed, "plus": passed if i < resolved else failed}
        for i in range(12)
    }
    return write_json({"eval": problems}, folder, f"{name}_eval_results.json")


def skills(folder, name, resolved):
    runs = [
        {"eval_id": i, "configuration": arm, "run_number": n, "result": {"pass_rate": int(good)}}
        for arm, last in (("without_skill", 4), ("with_skill", 7))
        for i in range(12)
        for n in (1, 2)
        for good in [i < last]
    ]
    arm = {"a": "without_skill", "b": "with_skill"}[name]
    return f"{write_json({'runs': runs}, folder, 'benchmark.json')}@{arm}"


def skills_by_run(folder, name, resolved):
    """Write the results of both arms into each run."""
    runs = [
        {"eval_id": i, "run_index": n, "delta_pass_rate": 0.0}
        | {"without_skill": {"pass_rate": int(i < 4)}, "with_skill": {"pass_rate": int(i < 7)}}
        for i in range(12)
        for n in (0, 1)
    ]
    arm = {"a": "without_skill", "b": "with_skill"}[name]
    return f"{write_json({'runs': runs}, folder, 'benchmark.json')}@{arm}"


def lmms_eval(folder, name, resolved):
    """Write two metrics of one task; each question has one of them, beside its category."""
    score = {"question_id": "x", "category": "code", "score": 1.0}
    rows = [
        {"doc_id": i, "doc_hash": "always the same"}
        | {"mme_perception_score": score | {"score": float(i < resolved)}}
        for i in range(12)
    ]
    rows.append({"doc_id": 12, "doc_hash": "always the same", "mme_cognition_score": score})
    metrics = {f"{each},none": 1.0 for each in ("mme_perception_score", "mme_cognition_score")}
    metrics |= {f"{each}_stderr_clt,none": 0.1 for each in ("mme_perception_score",)}
    write_json({"results": {"mme": metrics}}, folder, name, "20260923_172512_results.json")
    lines = "\n".join(map(json.dumps, rows))
    (folder / name / "20260923_172512_samples_mme.jsonl").write_text(lines)
    return folder / name


def ragas(folder, name, resolved):
    scores = [1.0] * resolved + [0.0] * (12 - resolved)
    rows = {"user_input": TASKS, "response": TASKS, "faithfulness": scores}
    pl.DataFrame(rows | {"context_recall": [1.0] * 12}).write_csv(folder / f"{name}.csv")
    return folder / f"{name}.csv"


@pytest.mark.parametrize(
    ("write", "options", "task", "metric", "repeats"),
    [
        (swe_bench_reports, {}, "swe_bench", "resolved", 1),
        (swe_bench_lists, {}, "swe_bench", "resolved", 1),
        (swe_bench_lists_before, {}, "swe_bench", "resolved", 1),
        (terminal_bench, {}, "terminal_bench", "is_resolved", 4),
        (evalplus, {"metric": "plus"}, "humaneval", "plus", 1),
        (evalplus_before, {"metric": "plus"}, "humaneval", "plus", 1),
        (skills, {}, "evaluations", "pass_rate", 2),
        (skills_by_run, {}, "evaluations", "pass_rate", 2),
        (lmms_eval, {}, "mme", "mme_perception_score", 1),
    ],
)
def test_reports_of_agents_and_code_are_compared(tmp_path, write, options, task, metric, repeats):
    found = compared(write(tmp_path, "a", 4), write(tmp_path, "b", 7), **options).overall
    assert (found.task, found.metric, found.repeats) == (task, metric, repeats)
    assert (found.n_items, found.no_grade_b) == (12, 0), "a task without a test failed"
    assert (found.score_a, found.score_b) == (pytest.approx(400 / 12), pytest.approx(700 / 12))


def test_runs_of_terminal_bench_without_metadata_are_no_repeats(tmp_path):
    a, b = terminal_bench(tmp_path, "a", 4), terminal_bench(tmp_path, "b", 7)
    (b / "two" / "run_metadata.json").unlink()
    with pytest.raises(RunError, match="b: holds 2 runs of terminal_bench"):
        compared(a, b)
    (b / "one" / "run_metadata.json").unlink()
    with pytest.raises(RunError, match="holds 2 runs of terminal_bench: one; two"):
        compared(a, b)
    found = compared(a, f"{b}@two").overall
    assert (found.n_items, found.score_b) == (12, pytest.approx(700 / 12))


def test_rounded_grades_have_no_bounds_without_a_missing_one(tmp_path):
    for name in "ab":
        pl.DataFrame({"item": range(6), "score": [0.6] * 6, "note": name}).write_csv(
            tmp_path / f"{name}.csv"
        )
    found = compared(tmp_path / "a.csv", tmp_path / "b.csv")
    assert found.overall.bounds is None
    assert "However they fall" not in tell(found)


def test_columns_of_ragas_are_metrics_by_their_names(tmp_path):
    names = ColumnNames(item=("user_input",), score=("faithfulness", "context_recall"))
    runs = [read_run(str(ragas(tmp_path, x, n)), names) for x, n in (("a", 4), ("b", 7))]
    found = compare_runs(*runs, Choices())
    assert {row.metric for row in found.rows} == {"faithfulness", "context_recall"}
    assert (found.overall.n_items, found.overall.only_b) == (12, 3)


def test_lists_that_do_not_name_the_failed_instances_are_refused(tmp_path):
    path = write_json({"no_logs": [], "resolved": TASKS[:4]}, tmp_path, "results.json")
    with pytest.raises(RunError, match="does not name the instances that failed"):
        read_run(str(path))


def test_json_lines_are_read_under_the_name_of_json_unless_a_line_is_broken(tmp_path):
    for name, n in (("a", 4), ("b", 7)):
        rows = [{"id": task, "valid": i < n} for i, task in enumerate(TASKS)]
        text = "\n".join(map(json.dumps, rows))
        (tmp_path / f"{name}.json").write_text(text)
        (tmp_path / f"{name}_cut.json").write_text(text[:-4])
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps(rows, indent=1))
    assert len(read_run(str(whole)).answers) == 12, "a list over several lines is no JSON Lines"
    found = compared(tmp_path / "a.json", tmp_path / "b.json").overall
    assert (found.n_items, found.only_a, found.only_b) == (12, 0, 3)
    with pytest.raises(RunError, match="Extra data"):
        read_run(str(tmp_path / "b_cut.json"))


def test_the_docs_name_every_format():
    text = (Path(__file__).parents[3] / "docs/imports.md").read_text()
    formats = [ADAPTERS[name].format for name in ADAPTERS.keys() - {"items", "long", "wide"}]
    assert not [each for each in formats if re.split("[:']", each)[0] not in text]
