"""Tables of which a row is a score: columns for the model, the benchmark and the value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from analysis_py.imports.contract import BOUNDED, MODEL_COLUMNS, Model, Results, Score
from analysis_py.imports.files import TABLES, File, objects_in, rows_of
from analysis_py.imports.headers import columns_read, fields_of
from analysis_py.imports.values import (
    day,
    is_missing,
    is_percent_sign,
    number,
    size_b,
    truth,
    unit_of,
    whole,
)

FORMAT = "long tables (CSV, TSV, XLSX, Parquet, JSON Lines): columns for model, benchmark and score"

_REQUIRED = {"model_name", "benchmark", "score"}
_UNITS = {
    **{"%": "percent", "percentage": "percent", "pct": "percent", "percents": "percent"},
    **{"proportion": "share", "fraction": "share", "ratio": "share", "0-1": "share"},
    **{"ppl": "perplexity"},
}
_SCORE: dict[str, Callable[[Any], Any]] = {
    "metric": str,
    "metric_filter": str,
    "subset": str,
    "is_higher_better": truth,
    "n_items": lambda text: whole(text) or None,
    "n_shots": whole,
    "variant": str,
    "revision": str,
    "precision": str,
    "chat_template": truth,
    "evaluated_on": day,
    "evaluated_by": str,
    "harness": str,
    "harness_version": str,
    "source_url": str,
}
_MODEL: dict[str, Callable[[Any], Any]] = dict.fromkeys(MODEL_COLUMNS, str) | {
    "parameters_b": size_b,
    "parameters_b_truncated": size_b,
    "active_parameters_b": size_b,
    "released_on": day,
    **{name: truth for name in MODEL_COLUMNS if name.startswith("is_")},
}


def matches(file: File) -> bool:
    """Tell whether a file is a table whose header names a model, a benchmark and a score."""
    return is_table(file) and set(fields_of(file.table[0])) >= _REQUIRED


def is_table(file: File) -> bool:
    """Tell whether a file may hold a table: by its name, or as a JSON list of objects."""
    return file.suffix in TABLES or (file.suffix == ".json" and bool(objects_in(file.json)))


def read(file: File) -> Results:
    """Return a score per row."""
    header, records = file.table
    columns = fields_of(header)
    rows = list(rows_of(header, records))
    benchmarks = defaultdict(list)
    for _, row, _ in rows:
        benchmarks[row.get(columns["benchmark"])].append(row.get(columns["score"]))
    units = {}
    found = Results()
    for benchmark, texts in benchmarks.items():
        values = [value for text in texts if (value := number(text)) is not None]
        units[benchmark] = unit_of(values, sum(map(is_percent_sign, texts)))
        found.notes += unit_notes(file, benchmark, values, units[benchmark])
    for n, row, problem in rows:
        score = _score(file, columns, row, units, n)
        found.scores.append(replace(score, problem=problem) if problem else score)
        found.know(score.model_name, model_of(columns, row))
    if taken := columns_read(columns):
        found.notes.append(f"{file.shown}: read {taken}")
    unread = [name for name in header if name not in columns.values()]
    if unread:
        found.notes.append(f"{file.shown}: columns not read: {', '.join(unread)}")
    return found


def model_of(columns: Mapping[str, str], row: Mapping[str, str]) -> Model:
    """Return what a row says of its model."""
    said = {
        role: read_value(row[columns[role]])
        for role, read_value in _MODEL.items()
        if role in columns and not is_missing(row.get(columns[role]))
    }
    if (
        said.get("training_type_label") is None
        and "is_reasoning" in columns
        and truth(row.get(columns["is_reasoning"]))
    ):
        said["training_type_label"] = "reasoning"
    return Model(**said)


def run_of(columns: Mapping[str, str], row: Mapping[str, str]) -> dict[str, Any]:
    """Return what a row says of its run, by the fields of a score."""
    return {
        role: read_value(row[columns[role]])
        for role, read_value in _SCORE.items()
        if role in columns and not is_missing(row.get(columns[role]))
    }


def unit_notes(file: File, benchmark: str | None, values: list[float], unit: str) -> list[str]:
    """Say what was assumed of a unit where the values do not show it beyond doubt."""
    low = sum(0 < value < 1 for value in values)
    if unit == "percent" and low and low < len(values):
        return [
            f"{file.shown}: {benchmark}: {low} of {len(values)} values lie between 0 and 1, others "
            "above; all are taken for percent. If those are shares, mend them in the file"
        ]
    return []


def _score(
    file: File, columns: Mapping[str, str], row: Mapping[str, str], units: dict[Any, str], n: int
) -> Score:
    text = row.get(columns["score"])
    value = number(text)
    benchmark = row.get(columns["benchmark"])
    said = (row.get(columns["unit"]) or "").strip().lower() if "unit" in columns else ""
    unit = _UNITS.get(said, said) or units[benchmark]
    run = run_of(columns, row)
    error = number(row.get(columns["std_error"])) if "std_error" in columns else None
    problem = row.get(columns["problem"]) if "problem" in columns else None
    if value is None:
        what = "missing" if is_missing(text) else f"not a number: {(text or '')[:80]}"
        problem = problem or f"the score is {what}"
    elif error is not None and (error < 0 or (unit in BOUNDED and error > BOUNDED[unit])):
        problem = problem or f"the standard error {error} cannot be one of a {unit}"
    return Score(
        model_name=row.get(columns["model_name"]),
        benchmark=benchmark,
        score=text if value is None else value,
        unit=unit,
        std_error=error,
        problem=problem or None,
        file_name=file.shown,
        row_number=n,
        **run,
    )
