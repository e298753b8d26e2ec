"""EvalPlus's results: per problem a list of samples, each tested by two sets of tests."""

from collections.abc import Iterator, Mapping
from typing import Any

from analysis_py.runs.formats.contract import Results, Sample
from analysis_py.runs.formats.files import File

FORMAT = "EvalPlus: *_eval_results.json"

_PASSED = ("pass", "success")


def recognise(file: File) -> dict[str, list[tuple[Any, Any]]] | None:
    """Return for each problem the outcomes of its samples in the base and in the added tests."""
    problems = file.json.get("eval") if isinstance(file.json, dict) else None
    if not isinstance(problems, dict) or not all(map(_is_problem, problems.values())):
        return None
    return {name: list(_outcomes(each)) for name, each in problems.items()} or None


def read(file: File, problems: Mapping[str, list[tuple[Any, Any]]]) -> Results:
    """Return two samples per answer; the metric plus needs both sets of tests to pass."""
    results = Results()
    for name, outcomes in problems.items():
        for epoch, (base, plus) in enumerate(outcomes, start=1):
            scores = {"base": base in _PASSED}
            if plus is not None:
                scores["plus"] = base in _PASSED and plus in _PASSED
            results.samples += [
                Sample(
                    benchmark=name.partition("/")[0].lower(),
                    item_id=name,
                    metric=metric,
                    score=float(is_right),
                    file_name=file.shown,
                    row_number=1,
                    epoch=epoch,
                    harness="evalplus",
                    ungraded="failed",
                )
                for metric, is_right in scores.items()
            ]
    return results


def _is_problem(value: Any) -> bool:
    if isinstance(value, dict):
        return isinstance(value.get("base"), list)
    are_samples = isinstance(value, list) and bool(value)
    return are_samples and all(isinstance(x, dict) and "base_status" in x for x in value)


def _outcomes(problem: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the outcomes of each sample; before version 0.2 each stands first in a list."""
    if isinstance(problem, list):
        yield from ((each["base_status"], each.get("plus_status")) for each in problem)
        return
    plus = problem.get("plus") or [[None]] * len(problem["base"])
    yield from ((base[0], each[0]) for base, each in zip(problem["base"], plus, strict=True))
