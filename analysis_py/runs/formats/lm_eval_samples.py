"""Samples of lm-evaluation-harness: a line per item and filter, with every metric of the filter.

A metric is what the line declares (``metrics``, since 0.4.6), or else the results file beside it;
other numbers in the line, such as the answer key, are not metrics.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis_py.runs.formats import lm_eval
from analysis_py.runs.formats.contract import Results, Sample, text_of
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import read_grade, whole

FORMAT = "lm-evaluation-harness: samples_*.jsonl, in a folder that is named by the model"

#: Names of files; lmms-eval puts the time first. Early in 2024 lines were named .json.
_NAMES = [
    re.compile(r"samples_(?P<task>.+)_(?P<time>\d{4}-\d{2}-\d{2}T[\d.:-]+)\.jsonl?"),
    re.compile(r"(?P<time>\d{8}_\d{6})_samples_(?P<task>.+)\.jsonl?"),
    re.compile(r"samples_(?P<task>.+)\.jsonl"),
]


@dataclass(frozen=True)
class _Task:
    """The facts of a task in the results file beside its samples; empty without that file."""

    model_name: str | None = None
    n_items: int | None = None
    #: The metrics of each filter, in the order in which the harness logs them.
    metrics: Mapping[str, list[str]] = field(default_factory=dict)
    higher_is_better: Mapping[str, bool] = field(default_factory=dict)
    n_asked: int | None = None
    #: What to do where neither a line nor this file declares a metric.
    remedy: str = "lay the run's results_*.json beside the samples"


def recognise(file: File) -> tuple[str, str] | None:
    """Return the task and the time of a file of samples, by its name."""
    for pattern in _NAMES:
        if name := pattern.fullmatch(file.path.stem + file.suffix):
            return name["task"], name.groupdict().get("time") or ""
    return None


def read(file: File, layout: tuple[str, str]) -> Results:
    """Return a sample per line and metric, or why the line cannot be used."""
    task, time = layout
    declared = _results_beside(file.folder, task, time)
    folder = Path(file.shown).parent.as_posix()
    base = Sample(
        model_name=declared.model_name or file.path.absolute().parent.name.replace("__", "/", 1),
        benchmark=task,
        file_name=file.shown,
        row_number=0,
        run=" ".join(part for part in (time, folder.removeprefix(".")) if part) or None,
        n_items=declared.n_items,
        n_asked=declared.n_asked,
        harness="lm_eval",
    )
    results = Results()
    times: Counter[str | None] = Counter()
    lines = file.records if file.suffix == ".jsonl" else filter(str.strip, file.text.split("\n"))
    for row, line in enumerate(lines, start=1):
        results.samples += _samples_of(line, replace(base, row_number=row), declared, times, file)
    return results


def _samples_of(
    line: str, base: Sample, of_task: _Task, times: Counter[str | None], file: File
) -> Iterator[Sample]:
    try:
        logged = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        logged = None
    if not isinstance(logged, dict):
        yield replace(base, problem=f"the line is not a JSON object: {line[:80]}")
        return
    item = text_of(logged.get("doc_id", logged.get("doc_hash")))
    # lines before 0.4.6 do not name their filter; the results file has the order
    unnamed = list(of_task.metrics)[times[item] : times[item] + 1] or ["none"]
    times[item] += 1
    extraction = text_of(logged.get("filter")) or unnamed[0]
    facts = logged.get("doc")
    base = replace(
        base,
        item_id=item,
        metric_filter=None if extraction == "none" else extraction,
        document=text_of(logged.get("doc_hash")),
        key=text_of(logged.get("target_hash")),
        prompt=text_of(logged.get("prompt_hash")),
        cluster=text_of(facts.get(file.cluster)) if isinstance(facts, dict) else None,
        answer=file.answer(logged.get("filtered_resps")),
    )
    beside = of_task.metrics.get(extraction, [])
    # a question of lmms-eval may have one of its task's metrics
    declared = logged.get("metrics") or [each for each in beside if each in logged] or beside
    if not declared or not isinstance(declared, list):
        yield replace(base, problem=f"no metric is declared: {of_task.remedy}")
        return
    for metric in map(str, declared):
        given = logged.get(metric)
        # lmms-eval lays the score beside the question's category
        score, problem = read_grade(given.get("score") if isinstance(given, dict) else given)
        if item is None:
            problem = "item is missing"
        higher = of_task.higher_is_better.get(metric)
        yield replace(base, metric=metric, score=score, is_higher_better=higher, problem=problem)


def _results_beside(folder: Path, task: str, time: str) -> _Task:
    """Return the results beside samples: those of the same time, else the latest."""
    paths = sorted(folder.glob("*results*.json"), key=lambda path: (time in path.stem, path.name))
    damaged = None
    for path in reversed(paths):
        content = _content(path, path.stat().st_mtime_ns)
        damaged = damaged or (None if content else path.name)
        if not isinstance(results := (content.get("results") or {}).get(task), dict):
            continue
        metrics: dict[str, list[str]] = {}
        for key in results:
            metric, _, extraction = key.partition(",")
            if lm_eval.is_metric(metric):
                metrics.setdefault(extraction or "none", []).append(metric)
        counts = (content.get("n-samples") or {}).get(task) or {}
        n_items, n_asked = (whole(counts.get(name)) for name in ("original", "effective"))
        higher = (content.get("higher_is_better") or {}).get(task) or {}
        return _Task(
            lm_eval.model_name(content),
            n_items,
            metrics,
            {metric: each for metric, each in higher.items() if isinstance(each, bool)},
            n_asked if n_items and n_asked and n_asked < n_items else None,
        )
    return _Task(remedy=f"{damaged} beside the samples is damaged") if damaged else _Task()


@lru_cache(maxsize=4)
def _content(path: Path, _changed: int) -> dict[str, Any]:
    """Return the results file of the samples beside it; {} if it cannot be read as one."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
