"""Logs of Inspect, promptfoo, DeepEval, lighteval and MMLU-Pro, and matrices, are compared."""

import json
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
from harness_logs import archived, inspect_log
from runs.test_two_runs import better, compared, right

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
