"""Logs of single answers as records: lm-evaluation-harness, Inspect and Every Eval Ever."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from analysis_py.imports import adapters
from analysis_py.imports.contract import ImportProblem, Sample, UnreadableFile
from analysis_py.imports.files import File, files_under
from analysis_py.imports.item_files import ItemsError
from analysis_py.imports.values import real

#: What such a log ends in; a folder may hold many.
SUFFIXES = (".eval", ".json", ".jsonl")
#: What an instance of Every Eval Ever's records says.
_INSTANCE = {"model_id", "evaluation_name", "sample_id", "evaluation"}


def is_log(path: Path) -> bool:
    """Return whether a path is a folder or may be a log."""
    return path.is_dir() or path.suffix.lower() in SUFFIXES


def read_logs(path: Path) -> pl.DataFrame:
    """Return the single answers in a log, or in all logs of a folder.

    Parameters
    ----------
    path : Path
        Samples that lm-evaluation-harness logged (``samples_*.jsonl``, in a folder named by the
        model), a log of Inspect (``.eval`` or ``.json``), or Every Eval Ever's instances
        (``.jsonl``).

    Returns
    -------
    polars.DataFrame
        One row per answer and metric: ``model``, ``benchmark``, ``item``, ``metric``, ``run`` and
        ``score``.

    Raises
    ------
    ItemsError
        If a file cannot be read, or none holds an answer.
    """
    known = adapters.known_adapters()
    rows: list[dict[str, Any]] = []
    try:
        for file in files_under(path, {}):
            if file.suffix not in SUFFIXES:
                continue
            instances = list(_instances(file))
            name = None if instances else adapters.recognised(file, known)
            samples = adapters.read(file, name, known[name]).samples if name else []
            rows += instances or [_record(sample) for sample in samples]
            file.forget()
    except (ImportProblem, UnreadableFile) as error:
        raise ItemsError(f"{path}: cannot be read: {error}") from error
    if not rows:
        raise ItemsError(
            f"{path}: holds no single answers; docs/items.md names the formats that are read"
        )
    return pl.DataFrame(
        {
            "model": [row["model"] for row in rows],
            "benchmark": [row["benchmark"] for row in rows],
            "item": [row["item"] for row in rows],
            "metric": [row["metric"] for row in rows],
            "run": [row["run"] for row in rows],
            "score": [row["score"] for row in rows],
        },
        schema_overrides={"metric": pl.String, "run": pl.String, "model": pl.String},
    )


def _record(sample: Sample) -> dict[str, Any]:
    # a second answer to an item is called so by the adapter
    item, _, run = sample.item_id.partition(" #")
    return {
        "model": sample.model_name,
        "benchmark": sample.benchmark,
        "item": item,
        "metric": sample.metric,
        "run": run,
        "score": repr(sample.score),
    }


def _instances(file: File) -> Iterator[dict[str, Any]]:
    """Yield the records of instances; none if the file holds other things."""
    if file.suffix != ".jsonl":
        return
    for line in filter(str.strip, file.text.splitlines()):
        try:
            instance = json.loads(line)
        except json.JSONDecodeError:
            return
        if not isinstance(instance, dict) or not instance.keys() >= _INSTANCE:
            return
        judged = instance["evaluation"] if isinstance(instance["evaluation"], dict) else {}
        score = real(judged.get("score"))
        if score is None and isinstance(judged.get("is_correct"), bool):
            score = float(judged["is_correct"])
        yield {
            "model": str(instance["model_id"] or ""),
            "benchmark": str(instance["evaluation_name"] or ""),
            "item": str(instance["sample_id"] or ""),
            "metric": None,
            "run": None,
            "score": None if score is None else repr(score),
        }
