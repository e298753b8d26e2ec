"""Every Eval Ever's instances: a line of JSON per answer to an item."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, text_of
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import read_grade

FORMAT = "Every Eval Ever: instances, one line of JSON per answer"

#: Required fields of an instance.
_FIELDS = {"model_id", "evaluation_name", "sample_id", "evaluation"}
#: Number of first lines that are searched for an instance; some may be broken.
_FIRST = 20


def recognise(file: File) -> bool | None:
    """Return true for a file of instances."""
    if file.suffix != ".jsonl":
        return None
    objects = (each for _, _, each in islice(_lines(file), _FIRST))
    return any(isinstance(each, dict) and each.keys() >= _FIELDS for each in objects) or None


def read(file: File, _layout: bool) -> Results:
    """Return a sample per line, or the reason why the line cannot be read."""
    return Results(samples=[_sample(file, *line) for line in _lines(file)])


def _lines(file: File) -> Iterator[tuple[int, str, Any]]:
    for row, line in enumerate(file.records, start=1):
        try:
            yield row, line, json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            yield row, line, None


def _sample(file: File, row: int, line: str, instance: Any) -> Sample:
    known = instance if isinstance(instance, dict) else {}
    sample = Sample(
        model_name=text_of(known.get("model_id")),
        benchmark=text_of(known.get("evaluation_name")),
        item_id=text_of(known.get("sample_id")),
        file_name=file.shown,
        row_number=row,
        run=text_of(known.get("evaluation_id")),
        harness="every_eval_ever",
    )
    if known is not instance:
        return replace(sample, problem=f"the line is not a JSON object: {line[:80]}")
    if missing := sorted(_FIELDS - known.keys()):
        return replace(sample, problem=f"the instance lacks a field: {', '.join(missing)}")
    judged = known["evaluation"] if isinstance(known["evaluation"], dict) else {}
    given = judged.get("score")
    score, problem = read_grade(judged.get("is_correct") if given is None else given)
    return replace(sample, score=score, problem=problem)
