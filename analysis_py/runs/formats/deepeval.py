"""DeepEval's test run: an object with a list of test cases, each with its metrics."""

from collections import defaultdict
from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, UnreadableFile, text_of
from analysis_py.runs.formats.digests import digest
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import read_grade, real

FORMAT = "DeepEval: .latest_test_run.json of its folder .deepeval"


def recognise(file: File) -> list[dict[str, Any]] | None:
    """Return the test cases of a run."""
    content = file.json if isinstance(file.json, dict) else {}
    if {*content} == {"testRunLink"}:
        raise UnreadableFile("no results: it holds only the link of a test run")
    run = content.get("testRunData", content)
    kinds = ("testCases", "conversationalTestCases") if isinstance(run, dict) else ()
    cases = (case for kind in kinds for case in run.get(kind) or ())
    return [case for case in cases if isinstance(case, dict) and "metricsData" in case] or None


def read(file: File, cases: list[dict[str, Any]]) -> Results:
    """Return a sample per test case and metric; one direction holds for all cases of a metric."""
    measured = [(i, each) for i, case in enumerate(cases) for each in case["metricsData"] or [{}]]
    shown = defaultdict(set)
    for _, metric in measured:
        shown[text_of(metric.get("name"))].add(_is_higher_better(metric))
    samples = []
    for i, metric in measured:
        case, name, error = cases[i], text_of(metric.get("name")), text_of(metric.get("error"))
        score, problem = read_grade(metric.get("score"))
        directions = shown[name] - {None}
        sample = Sample(
            benchmark="test cases",
            item_id=text_of(case.get("name")) or str(i),
            metric=name,
            score=score,
            file_name=file.shown,
            row_number=1,
            harness="deepeval",
            document=digest(case.get("input") or case.get("turns")),
            key=digest(case.get("expectedOutput")),
            answer=file.answer(case.get("actualOutput")),
            is_higher_better=directions.pop()
            if len(directions) == 1
            else _is_higher_better(metric),
            problem=f"the metric failed: {error[:80]}" if error else problem,
        )
        samples.append(sample)
    return Results(samples=samples)


def _is_higher_better(metric: dict[str, Any]) -> bool | None:
    """Tell whether more is better, by a score off the threshold and its success."""
    score, threshold = real(metric.get("score")), real(metric.get("threshold"))
    success = None if metric.get("error") else metric.get("success")
    if not isinstance(success, bool) or score is None or threshold in (None, score):
        return None
    return success == (score > (threshold or 0.0))
