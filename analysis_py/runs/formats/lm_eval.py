"""lm-evaluation-harness: results files before and since version 0.4.

Since 0.4 a metric's key is ``acc,none``: the metric and the filter that extracted the answer;
before, it is ``acc``. Groups are listed beside their subtasks; a subtask is a subset of its group.
``<metric>_stderr`` is the standard error of a metric.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from analysis_py.runs.formats.contract import Model, Results, Score
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import moment, real, whole

FORMAT = "lm-evaluation-harness: results_*.json or one file per run"

#: Keys of a task that are not metrics.
_NO_METRICS = {"alias", "name", "sample_len", "sample_count", " "}
#: Metrics that are not shares of 1, with their unit.
_UNITS = {
    "perplexity": re.compile("ppl$|perplexity$"),
    "points": re.compile("bits_per_byte|brier|likelihood|mcc|matthews|ter$|_diff"),
    "percent": re.compile(r"bleu|rouge|chrf|(^|_)exact$|^HasAns_|^NoAns_|^best_"),
}
#: Prefixes of tasks that had no group in older versions.
_GROUPS = {"hendrycksTest-": "mmlu"}


def recognise(file: File) -> dict[str, Any] | None:
    """Return the results of a run."""
    head = file.json
    is_run = (
        isinstance(head, dict)
        and isinstance(head.get("results"), dict)
        and all(isinstance(task, dict) for task in head["results"].values())
        and ("config" in head or "configs" in head)
        and "versions" in head
    )
    return head if is_run else None


def read(file: File, content: dict[str, Any]) -> Results:
    """Return every metric of every task."""
    run, model = _run(file, content)
    results = Results()
    if run.model_name is None:
        results.notes.append(f"{file.shown}: the run names no model")
    results.know(model, run)
    if limit := (content.get("config") or {}).get("limit"):
        results.notes.append(f"{file.shown}: run with --limit {limit}, on a part of the items")
    parents = _parents(content)
    for task, metrics in content["results"].items():
        results.scores += _scores(
            replace(run, row_number=len(results.scores)), content, task, metrics, parents
        )
    return results


def _scores(
    run: Score,
    content: Mapping[str, Any],
    task: str,
    metrics: Mapping[str, Any],
    parents: dict[str, str],
) -> Iterator[Score]:
    config = content.get("config") or {}
    shots = (content.get("n-shot") or {}).get(task, config.get("num_fewshot"))
    items = ((content.get("n-samples") or {}).get(task) or {}).get("effective")
    if items is None and task not in (content.get("groups") or {}):
        items = config.get("limit")
    n_items = whole(items) or None
    row = run.row_number
    for key, value in metrics.items():
        metric, _, extraction = key.partition(",")
        if not is_metric(metric):
            continue
        row += 1
        error = metrics.get(f"{metric}_stderr,{extraction}" if extraction else f"{metric}_stderr")
        higher = ((content.get("higher_is_better") or {}).get(task) or {}).get(metric)
        number = real(value)
        yield replace(
            run,
            row_number=row,
            benchmark=parents.get(task, task),
            subset=task if task in parents else None,
            metric=metric,
            metric_filter=extraction or None,
            score=value if number is None else number,
            unit=_unit(metric, number),
            is_higher_better=higher if isinstance(higher, bool) else None,
            std_error=real(error),
            n_items=n_items,
            # a limit below 1 is a share of the items, and one of a group is of each of its tasks
            is_part=True if config.get("limit") and n_items is None else None,
            n_shots=whole(shots),
        )


def is_metric(name: str) -> bool:
    """Tell whether a key of a task, without its filter, is a metric rather than an error."""
    return name not in _NO_METRICS and not re.search(r"_stderr(_\w+)?$", name)


def model_name(content: Mapping[str, Any]) -> str | None:
    """Return the model of a results file."""
    config = content.get("config") or {}
    arguments = _arguments(config.get("model_args"))
    named = ("peft", "delta", "pretrained", "model", "path", "engine", "base_model")
    name = next((arguments[key] for key in named if arguments.get(key)), None)
    return name or content.get("model_name") or config.get("model")


def _unit(metric: str, value: float | None) -> str:
    unit = next((unit for unit, words in _UNITS.items() if words.search(metric)), "share")
    # SQuAD's F1 is a percentage, any other F1 a share
    return "percent" if metric == "f1" and value is not None and value > 1 else unit


def _run(file: File, content: Mapping[str, Any]) -> tuple[Score, Model]:
    config = content.get("config") or {}
    arguments = _arguments(config.get("model_args"))
    is_new = "n-shot" in content or "lm_eval_version" in content or "model_name" in content
    precision = str(config.get("model_dtype") or arguments.get("dtype") or "")
    template = content.get("chat_template") or content.get("chat_template_sha")
    run = Score(
        model_name=model_name(content),
        file_name=file.shown,
        row_number=0,
        revision=arguments.get("revision") or config.get("model_sha") or None,
        precision=precision.removeprefix("torch.") or None,
        chat_template=bool(template) if is_new else None,
        evaluated_on=_moment_in_name(file.path.name) or moment(content.get("date")),
        relationship="own run",
        harness="lm_eval",
        harness_version=content.get("lm_eval_version") or ("0.4" if is_new else "before 0.4"),
    )
    size = real(config.get("model_num_parameters"))
    base = arguments.get("pretrained") if arguments.get("peft") or arguments.get("delta") else None
    kinds = {"peft": "Adapter", "delta": "Delta"}
    return run, Model(
        parameters_b=size / 1e9 if size and size > 0 else None,
        base_model_name=base,
        weight_type=next((kind for key, kind in kinds.items() if arguments.get(key)), None),
    )


def _arguments(given: object) -> dict[str, str]:
    if isinstance(given, Mapping):
        return {str(key): str(value) for key, value in given.items() if value is not None}
    pairs = str(given or "").split(",")
    return dict(part.strip().split("=", 1) for part in pairs if "=" in part)


def _moment_in_name(name: str) -> str | None:
    """Return the time of a run from its file's name: results_2025-06-01T12-00-00.123456.json."""
    match = re.search(r"\d{4}-\d{2}-\d{2}.*", name)
    return moment(match[0]) if match else None


def _parents(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the outermost group of every task that belongs to one."""
    direct: dict[str, str] = {}
    for group, tasks in (content.get("group_subtasks") or {}).items():
        for task in tasks or ():
            direct.setdefault(task, group)
    parents = {}
    for task in content["results"]:
        group, seen = task, {task}
        while group in direct and direct[group] not in seen:
            group = direct[group]
            seen.add(group)
        if group != task:
            parents[task] = group
        elif prefix := next((each for each in _GROUPS if task.startswith(each)), None):
            parents[task] = _GROUPS[prefix]
    return parents
