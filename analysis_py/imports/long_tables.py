"""Tables of which a row is a score: columns for the model, the benchmark and the value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis_py.imports.contract import (
    BOUNDED,
    MODEL_COLUMNS,
    Model,
    Results,
    Score,
    UnreadableFile,
)
from analysis_py.imports.files import TABLES, File, rows_of
from analysis_py.imports.headers import (
    ITEM,
    READERS,
    columns_read,
    fields_of,
    is_in_millions,
    score_column,
    slug,
)
from analysis_py.imports.objects import objects_in
from analysis_py.imports.scales import unit_of_scale
from analysis_py.imports.values import (
    has_spread,
    is_missing,
    is_percent_sign,
    number,
    size_b,
    truth,
    unit_of,
)

FORMAT = "long tables (CSV, TSV, XLSX, Parquet, JSON Lines): columns for model, benchmark and score"

_REQUIRED = {"model_name", "benchmark", "score"}
_UNITS = {
    **{"%": "percent", "percentage": "percent", "pct": "percent", "percents": "percent"},
    **{"proportion": "share", "fraction": "share", "ratio": "share"},
    **{"ppl": "perplexity"},
}
#: Fields of a run, beside the score and the unit, that a table may say.
_OF_A_RUN = (
    *("metric", "metric_filter", "subset", "is_higher_better", "n_items", "n_shots", "variant"),
    *("revision", "precision", "chat_template", "evaluated_on", "evaluated_by", "harness"),
    *("harness_version", "source_url"),
)


def matches(file: File) -> bool:
    """Tell whether a file is a table whose header names a model, a benchmark and a score."""
    return is_table(file) and set(fields_of(*file.table)) >= _REQUIRED


def is_table(file: File) -> bool:
    """Tell whether a file may hold a table: by its name, or as a JSON list of objects."""
    return file.suffix in TABLES or (file.suffix == ".json" and bool(objects_in(file.json)))


def read(file: File) -> Results:
    """Return a score per row.

    Raises
    ------
    UnreadableFile
        If a row is the answer to an item rather than a score.
    """
    header, records = file.table
    columns = fields_of(header, records)
    rows = list(rows_of(header, records))
    _refuse_answers(file, header, columns, [row for _, row, _ in rows])
    said = score_column(columns["score"]).unit
    benchmarks = defaultdict(list)
    for _, row, _ in rows:
        benchmarks[row.get(columns["benchmark"])].append(row.get(columns["score"]))
    units = {}
    found = Results()
    for benchmark, texts in benchmarks.items():
        values = [value for text in texts if (value := number(text)) is not None]
        named = score_column(benchmark or "").unit
        units[benchmark] = said or named or unit_of(values, sum(map(is_percent_sign, texts)))
        found.notes += unit_notes(file, benchmark, values, units[benchmark])
    for n, row, problem in rows:
        score = _score(file, columns, row, units, n)
        found.scores.append(replace(score, problem=problem) if problem else score)
        found.know(score.model_name, model_of(columns, row))
    found.notes.append(f"{file.shown}: read {columns_read(columns)}")
    found.notes += spread_notes(file, [row.get(columns["score"]) for _, row, _ in rows])
    unread = [name for name in header if name not in columns.values()]
    if unread:
        found.notes.append(f"{file.shown}: columns not read: {', '.join(unread)}")
    return found


def _refuse_answers(
    file: File, header: Sequence[str], columns: Mapping[str, str], rows: Sequence[Mapping[str, str]]
) -> None:
    names = [name for name in header if slug(name) in ITEM and name not in columns.values()]
    groups = {(row.get(columns["model_name"]), row.get(columns["benchmark"])) for row in rows}
    if names and len(groups) < len(rows):
        raise UnreadableFile(
            f"column {names[0]} makes its rows answers to single items, which have a command of "
            f"their own: llm-reassess items {file.path.name} --name NAME"
        )


def model_of(columns: Mapping[str, str], row: Mapping[str, str]) -> Model:
    """Return what a row says of its model."""
    said = _said(columns, row, MODEL_COLUMNS)
    for role in ("parameters_b", "active_parameters_b"):
        if role in said and is_in_millions(columns[role]):
            said[role] = size_b(row[columns[role]], scale=1e-3)
    if (
        said.get("training_type_label") is None
        and "is_reasoning" in columns
        and truth(row.get(columns["is_reasoning"]))
    ):
        said["training_type_label"] = "reasoning"
    return Model(**said)


def run_of(columns: Mapping[str, str], row: Mapping[str, str]) -> dict[str, Any]:
    """Return what a row says of its run, by the fields of a score."""
    return _said(columns, row, _OF_A_RUN)


def _said(
    columns: Mapping[str, str], row: Mapping[str, str], roles: Iterable[str]
) -> dict[str, Any]:
    return {
        role: READERS.get(role, str)(row[columns[role]])
        for role in roles
        if role in columns and not is_missing(row.get(columns[role]))
    }


def unit_notes(
    file: File, benchmark: str | None, values: list[float], unit: str | None
) -> list[str]:
    """Say what was assumed of a unit where the values do not show it beyond doubt."""
    low = sum(0 < value < 1 for value in values)
    if unit == "percent" and low and low < len(values):
        return [
            f"{file.shown}: {benchmark}: {low} of {len(values)} values lie between 0 and 1, others "
            "above; all are taken for percent. If those are shares, mend them in the file"
        ]
    return []


def spread_notes(file: File, texts: Iterable[str | None]) -> list[str]:
    """Say that spreads behind numbers are passed over, where there are any."""
    n = sum(map(has_spread, texts))
    said = "what stands behind ± or in brackets is passed over, as nothing says what it is"
    return [f"{file.shown}: {said}: {n:,} values; a column std_error says it"] if n else []


def _score(
    file: File,
    columns: Mapping[str, str],
    row: Mapping[str, str],
    units: Mapping[Any, str | None],
    n: int,
) -> Score:
    text = row.get(columns["score"])
    value = number(text)
    benchmark = row.get(columns["benchmark"])
    said = (row.get(columns["unit"]) or "").strip().lower() if "unit" in columns else ""
    unit = unit_of_scale(said) or _UNITS.get(said, said) or units[benchmark]
    run = run_of(columns, row)
    error = number(row.get(columns["std_error"])) if "std_error" in columns else None
    problem = row.get(columns["problem"]) if "problem" in columns else None
    if value is None:
        what = "missing" if is_missing(text) else f"not a number: {(text or '')[:80]}"
        problem = problem or f"the score is {what}"
    elif error is not None and (error < 0 or (unit in BOUNDED and error > BOUNDED[unit])):
        problem = problem or f"the standard error cannot be one of a {unit}: {error}"
    return Score(
        model_name=row.get(columns["model_name"]),
        benchmark=benchmark,
        score=text if value is None else value,
        unit=unit,
        std_error=error,
        problem=problem or None,
        **file.place(n),
        **run,
    )
