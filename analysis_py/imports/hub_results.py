"""Results on the hub: ``.eval_results/*.yaml`` and the ``model-index`` of a model's card."""

from collections.abc import Mapping
from typing import Any

from analysis_py.imports.contract import Model, Results, Score
from analysis_py.imports.files import YAML, File, read_yaml
from analysis_py.imports.values import day, real, truth

FORMAT = "the hub: .eval_results/*.yaml, and model cards (README.md) with a model-index"


def matches(file: File) -> bool:
    """Tell whether a file is a list of results or a card that has a model-index."""
    if file.suffix in YAML:
        entries = file.yaml
        return isinstance(entries, list) and any(_is_entry(entry) for entry in entries)
    return file.suffix == ".md" and "model-index" in _front_matter(file.text)


def read(file: File) -> Results:
    """Return every result."""
    return _entries(file) if file.suffix in YAML else _card(file)


def _entries(file: File) -> Results:
    found = Results()
    folder = file.path.parent
    folder = folder.parent if folder.name == ".eval_results" else folder
    model = folder.name.replace("__", "/", 1).replace("--", "/", 1).removeprefix("models/")
    for row, entry in enumerate(file.yaml, start=1):
        if not _is_entry(entry):
            continue
        data, source = entry["dataset"], entry.get("source") or {}
        value = real(entry["value"])
        found.scores.append(
            Score(
                model_name=model,
                benchmark=data.get("task_id") or data["id"],
                score=str(entry["value"]) if value is None else value,
                variant=entry.get("notes"),
                evaluated_on=day(entry.get("date")),
                relationship="own run" if truth(entry.get("verifyToken")) else "unknown",
                source_url=source.get("url") if isinstance(source, Mapping) else None,
                file_name=file.shown,
                row_number=row,
            )
        )
    found.notes.append(f"{file.shown}: the model's name is its folder's, {model}")
    return found


def _card(file: File) -> Results:
    found = Results()
    head = _front_matter(file.text)
    base = head.get("base_model")
    base = base[0] if isinstance(base, list) and base else base
    for index in head["model-index"] or ():
        found.know(
            index.get("name"), Model(base_model_name=base if isinstance(base, str) else None)
        )
        for result in index.get("results") or ():
            data = result.get("dataset") or {}
            for metric in result.get("metrics") or ():
                value = real(metric.get("value"))
                arguments = data.get("args") or {}
                shots = arguments.get("num_few_shot") if isinstance(arguments, Mapping) else None
                found.scores.append(
                    Score(
                        model_name=index.get("name"),
                        benchmark=data.get("name") or data.get("type"),
                        subset=None,
                        metric=metric.get("type"),
                        metric_filter=metric.get("name"),
                        score=str(metric.get("value")) if value is None else value,
                        n_shots=shots if isinstance(shots, int) else None,
                        relationship="third_party" if result.get("source") else "first_party",
                        source_url=(result.get("source") or {}).get("url"),
                        file_name=file.shown,
                        row_number=len(found.scores) + 1,
                    )
                )
    return found


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, Mapping)
        and isinstance(entry.get("dataset"), Mapping)
        and "id" in entry["dataset"]
        and "value" in entry
    )


def _front_matter(text: str) -> Mapping[str, Any]:
    parts = text.split("---", 2)
    if len(parts) < 3 or parts[0].strip():
        return {}
    head = read_yaml(parts[1])
    return head if isinstance(head, Mapping) else {}
