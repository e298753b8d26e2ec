"""DeepEval's test run: an object with a list of test cases, each with its metrics."""

from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, UnreadableFile, text_of
from analysis_py.runs.formats.digests import digest
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import read_grade, real

FORMAT = "DeepEval: .latest_test_run.json of its folder .deepeval"


def recognise(file: File) -> list[dict[str, Any]] | None:
    """Return the test cases of a run."""
    if isinstance(file.json, dict) and {*file.json} == {"testRunLink"}:
        raise UnreadableFile("no results: it holds only the link of a test run")
    return _cases(file.json) or None


def read(file: File, cases: list[dict[str, Any]]) -> Results:
    """Return a sample per test case and metric."""
    found, directions = Results(), _directions(cases)
    for place, case in enumerate(cases):
        for metric in case.get("metricsData") or [{}]:
            score, problem = read_grade(metric.get("score"))
            if error := text_of(metric.get("error")):
                problem = f"the metric failed: {error[:80]}"
            found.samples.append(
                Sample(
                    benchmark="test cases",
                    item_id=text_of(case.get("name")) or str(place),
                    metric=text_of(metric.get("name")),
                    score=score,
                    file_name=file.shown,
                    row_number=1,
                    harness="deepeval",
                    document=digest(case.get("input") or case.get("turns")),
                    key=digest(case.get("expectedOutput")),
                    answer=file.answer(case.get("actualOutput")),
                    is_higher_better=directions.get(
                        text_of(metric.get("name")), _is_higher_better(metric)
                    ),
                    problem=problem,
                )
            )
    return found


def _directions(cases: list[dict[str, Any]]) -> dict[str | None, bool]:
    """Return whether more is better, by metrics of which all cases say the same."""
    shown: dict[str | None, set[bool]] = {}
    for case in cases:
        for metric in case.get("metricsData") or []:
            if (is_higher := _is_higher_better(metric)) is not None:
                shown.setdefault(text_of(metric.get("name")), set()).add(is_higher)
    return {name: each.pop() for name, each in shown.items() if len(each) == 1}


def _is_higher_better(metric: dict[str, Any]) -> bool | None:
    """Tell whether more is better, by a score off the threshold and its success."""
    score, threshold = real(metric.get("score")), real(metric.get("threshold"))
    success = metric.get("success")
    if metric.get("error") or not isinstance(success, bool):
        return None
    if score is None or threshold is None or score == threshold:
        return None
    return success == (score > threshold)


def _cases(content: Any) -> list[dict[str, Any]]:
    run = content.get("testRunData", content) if isinstance(content, dict) else None
    if not isinstance(run, dict):
        return []
    cases = [*(run.get("testCases") or []), *(run.get("conversationalTestCases") or [])]
    return [each for each in cases if isinstance(each, dict) and "metricsData" in each]
