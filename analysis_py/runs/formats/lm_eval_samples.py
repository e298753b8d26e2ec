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

_NAME = re.compile(r"samples_(?P<task>.+)_(?P<time>\d{4}-\d{2}-\d{2}T[\d.:-]+)")
_UNDECLARED = "no metric is declared: lay the run's results_*.json beside the samples"


@dataclass(frozen=True)
class _Task:
    """The facts of a task in the results file beside its samples; empty without that file."""

    model_name: str | None = None
    n_items: int | None = None
    #: The metrics of each filter, in the order in which the harness logs them.
    metrics: Mapping[str, list[str]] = field(default_factory=dict)
    less_is_better: frozenset[str] = frozenset()


def matches(file: File) -> bool:
    """Tell whether a file holds the samples of a run."""
    return file.suffix in (".jsonl", ".json") and file.path.name.startswith("samples_")


def read(file: File) -> Results:
    """Return a sample per line and metric, or why the line cannot be used."""
    name = _NAME.fullmatch(file.path.stem)
    task = name["task"] if name else file.path.stem.removeprefix("samples_")
    time = name["time"] if name else ""
    said = _results_beside(file.path.parent, task, time)
    folder = Path(file.shown).parent.as_posix()
    base = Sample(
        model_name=said.model_name or file.path.absolute().parent.name.replace("__", "/", 1),
        benchmark=task,
        file_name=file.shown,
        row_number=0,
        run=" ".join(part for part in (time, folder.removeprefix(".")) if part) or None,
        n_items=said.n_items,
        harness="lm_eval",
    )
    found = Results()
    times: Counter[str | None] = Counter()
    # early in 2024 the files of lines were named .json
    lines = file.records if file.suffix == ".jsonl" else filter(str.strip, file.text.split("\n"))
    for row, line in enumerate(lines, start=1):
        found.samples += _samples_of(line, replace(base, row_number=row), said, times, file.cluster)
    return found


def _samples_of(
    line: str, base: Sample, said: _Task, times: Counter[str | None], cluster: str | None
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
    unsaid = list(said.metrics)[times[item] : times[item] + 1] or ["none"]
    times[item] += 1
    extraction = text_of(logged.get("filter")) or unsaid[0]
    facts = logged.get("doc")
    base = replace(
        base,
        item_id=item,
        metric_filter=None if extraction == "none" else extraction,
        document=text_of(logged.get("doc_hash")),
        key=text_of(logged.get("target_hash")),
        prompt=text_of(logged.get("prompt_hash")),
        cluster=text_of(facts.get(cluster)) if cluster and isinstance(facts, dict) else None,
    )
    declared = logged.get("metrics") or said.metrics.get(extraction)
    if not declared or not isinstance(declared, list):
        yield replace(base, problem=_UNDECLARED)
        return
    for metric in map(str, declared):
        score, problem = read_grade(logged.get(metric))
        if metric in said.less_is_better:
            score, problem = None, f"less is better: {metric}"
        if item is None:
            problem = "item is missing"
        yield replace(base, metric=metric, score=score, problem=problem)


def _results_beside(folder: Path, task: str, time: str) -> _Task:
    """Return the results beside samples: those of the same time, else the latest."""
    paths = sorted(folder.glob("results*.json"), key=lambda path: (time in path.stem, path.name))
    for path in reversed(paths):
        content = _content(path, path.stat().st_mtime_ns)
        if not isinstance(results := (content.get("results") or {}).get(task), dict):
            continue
        metrics: dict[str, list[str]] = {}
        for key in results:
            metric, _, extraction = key.partition(",")
            if lm_eval.is_metric(metric):
                metrics.setdefault(extraction or "none", []).append(metric)
        higher = (content.get("higher_is_better") or {}).get(task) or {}
        return _Task(
            lm_eval.model_name(content),
            whole(((content.get("n-samples") or {}).get(task) or {}).get("original")),
            metrics,
            frozenset(metric for metric, is_better in higher.items() if is_better is False),
        )
    return _Task()


@lru_cache(maxsize=4)
def _content(path: Path, _changed: int) -> dict[str, Any]:
    """Return the results file of the samples beside it; {} if it cannot be read as one."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
