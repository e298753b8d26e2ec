"""Inspect's logs, ``.eval`` and ``.json``, read by its own library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis_py.imports.contract import ImportProblem, Model, Results, Sample, Score
from analysis_py.imports.files import File
from analysis_py.imports.values import day, real

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog

FORMAT = "Inspect: logs *.eval and *.json (with the extra [inspect])"

#: Measures of spread, which are no scores.
_SPREADS = {"stderr", "std", "var", "bootstrap_stderr", "bootstrap_std"}
#: Metrics that the error beside them is the error of.
_MEANS = {"accuracy", "mean"}
#: What the usual scorers write for right, partly right and wrong.
_GRADES = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}


def matches(file: File) -> bool:
    """Tell whether a file is a log."""
    if file.suffix == ".eval":
        return True
    head = file.json
    return isinstance(head, dict) and {"version", "status", "eval"} <= set(head)


def read(file: File) -> Results:
    """Return every metric of every scorer, and the samples where the log has them.

    Raises
    ------
    ImportProblem
        If Inspect is not installed.
    """
    try:
        from inspect_ai.log import read_eval_log
    except ImportError as missing:
        raise ImportProblem(
            f"{file.shown} is a log of Inspect, which its own library reads: "
            "pip install 'llm-reassessment[inspect]'"
        ) from missing
    log = read_eval_log(str(file.path.absolute()))
    found = Results()
    run = _run(file, log)
    found.know(run.model_name, Model())
    problem = None if log.status == "success" else f"the run's status is {log.status}"
    for score in log.results.scores if log.results else ():
        error = score.metrics.get("stderr")
        for name, metric in score.metrics.items():
            if name in _SPREADS:
                continue
            value = real(metric.value)
            is_share = value is not None and 0 <= value <= 1
            found.scores.append(
                Score(
                    model_name=run.model_name,
                    benchmark=run.benchmark,
                    score=metric.value if value is None else value,
                    unit="share" if is_share else "points",
                    metric=name,
                    metric_filter=score.name,
                    std_error=real(error.value) if error and name in _MEANS else None,
                    n_items=score.scored_samples or log.results.completed_samples or None,
                    revision=run.revision,
                    evaluated_on=run.evaluated_on,
                    relationship="own run",
                    harness="inspect_ai",
                    harness_version=run.harness_version,
                    file_name=file.shown,
                    row_number=len(found.scores) + 1,
                    problem=problem,
                )
            )
    if not found.scores:
        found.scores.append(replace(run, problem=problem or "the log holds no score"))
    if problem is None:
        found.samples += _samples(file, log)
    return found


def _run(file: File, log: EvalLog) -> Score:
    packages: Mapping[str, str] = log.eval.packages or {}
    return Score(
        model_name=log.eval.model,
        benchmark=log.eval.task.split("/")[-1],
        score=None,
        file_name=file.shown,
        row_number=1,
        evaluated_on=day(log.eval.created),
        relationship="own run",
        harness="inspect_ai",
        harness_version=packages.get("inspect_ai"),
    )


def _samples(file: File, log: EvalLog) -> list[Sample]:
    found = []
    for row, sample in enumerate(log.samples or (), start=1):
        for scorer, score in (sample.scores or {}).items():
            given = score.value
            value = _GRADES.get(given) if isinstance(given, str) else None
            value = (
                real(float(given) if isinstance(given, bool) else given) if value is None else value
            )
            if value is not None:
                found.append(
                    Sample(
                        model_name=log.eval.model,
                        benchmark=log.eval.task.split("/")[-1],
                        item_id=f"{sample.id}",
                        epoch=sample.epoch,
                        metric=scorer,
                        score=value,
                        file_name=file.shown,
                        row_number=row,
                    )
                )
    return found
