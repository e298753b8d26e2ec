"""Handmade tables: a row per model and a column per benchmark, or a row per score."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from analysis_py.runs.formats.contract import MODEL_COLUMNS, Model, Results, Score, Table
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.headers import (
    OF_A_RUN,
    OF_A_SCORE,
    READERS,
    ScoreColumn,
    benchmark_beside,
    columns_read,
    fields_of,
    is_error_of,
    is_no_benchmark,
    score_column,
)
from analysis_py.runs.formats.scales import unit_of_scale
from analysis_py.runs.formats.values import (
    is_missing,
    is_percent_sign,
    number,
    truth,
    unit_of,
)

#: Names of rows that do not stand for a model.
_NO_MODEL = re.compile(
    r"(macro |micro |grand |column )?(averages?|avg|means?|medians?|totals?|overall|sum)"
    r"|std|standard deviation"
    r"|humans?( (baseline|performance|experts?|level|average))?"
    r"|(random|chance|majority)( (guess|guessing|baseline|level|chance|class|choice))?",
    re.IGNORECASE,
)
LONG = "long tables (CSV, TSV, Parquet, JSON Lines): columns for model, benchmark and score"
WIDE = "wide tables (CSV, TSV, Parquet, JSON Lines): a row per model, a column per benchmark"
_UNITS = {
    **{"%": "percent", "percentage": "percent", "pct": "percent", "percents": "percent"},
    **{"proportion": "share", "fraction": "share", "ratio": "share"},
    **{"ppl": "perplexity"},
}
#: Share of numbers among a column's values from which it is a benchmark.
_NUMERIC = 0.8


def recognise_long(file: File) -> dict[str, str] | None:
    """Return the fields of a table whose header names a model, a benchmark and a score."""
    fields = fields_of(file.table) if file.is_table else {}
    return fields if fields.keys() >= {"model_name", "benchmark", "score"} else None


def read_long(file: File, columns: dict[str, str]) -> Results:
    """Return a score per row."""
    of_column = score_column(columns["score"]).unit
    results = Results()
    for row, run in _runs(file, columns, results):
        stated = row.get(columns.get("unit", ""), "").strip().lower()
        benchmark = row.get(columns["benchmark"])
        unit = unit_of_scale(stated) or _UNITS.get(stated, stated) or of_column
        unit = unit or score_column(benchmark or "").unit
        results.scores.append(
            _scored(
                replace(run, problem=run.problem or row.get(columns.get("problem", "")) or None),
                row.get(columns["score"]),
                benchmark=benchmark,
                unit=unit,
                std_error=number(row.get(columns.get("std_error", ""))),
            )
        )
    results.notes.append(f"{file.shown}: read {columns_read(columns)}")
    if unread := [name for name in file.table.header if name not in columns.values()]:
        results.notes.append(f"{file.shown}: columns not read: {', '.join(unread)}")
    return results


class Layout(NamedTuple):
    """The roles of the columns; ``errors`` maps a score column to that of its standard errors."""

    fields: dict[str, str]
    scores: dict[str, ScoreColumn]
    errors: dict[str, str]
    left_out: dict[str, str]


def recognise_wide(file: File) -> Layout | None:
    """Return the layout of a table with a column that names models and one that holds scores."""
    layout = layout_of(file) if file.is_table else None
    return layout if layout and "model_name" in layout.fields and layout.scores else None


def read_wide(file: File, layout: Layout) -> Results:
    """Return a score per filled cell of a column of scores."""
    table = file.table
    results = Results()
    read_as = [columns_read(layout.fields)]
    read_as += [f"{error} as std_error of {name}" for name, error in layout.errors.items()]
    results.notes.append(f"{file.shown}: read {', '.join(read_as)}")
    for why in dict.fromkeys(layout.left_out.values()):
        names = [name for name, reason in layout.left_out.items() if reason == why]
        n = sum(not is_missing(text) for name in names for text in _cells(table, name))
        results.notes.append(f"{file.shown}: left out, {why}: {', '.join(names)} ({n:,} values)")
    if layout.left_out:
        results.notes.append("a column that was left out is taken with --unit COLUMN=percent")
    for row, run in _runs(file, layout.fields, results):
        results.scores += [
            _scored(
                run,
                text,
                benchmark=column.benchmark,
                unit=column.unit,
                n_shots=column.n_shots if run.n_shots is None else run.n_shots,
                is_higher_better=column.is_higher_better,
                std_error=number(row.get(layout.errors.get(name, ""))),
            )
            for name, column in layout.scores.items()
            if not is_missing(text := row.get(name))
        ]
    return results


def model_of(columns: Mapping[str, str], row: Mapping[str, str]) -> Model:
    """Return the facts of a row's model."""
    facts = _read_run_facts(columns, row, MODEL_COLUMNS)
    if "training_type_label" not in facts and truth(row.get(columns.get("is_reasoning", ""))):
        facts["training_type_label"] = "reasoning"
    return Model(**facts)


def _read_run_facts(
    columns: Mapping[str, str], row: Mapping[str, str], roles: Iterable[str]
) -> dict[str, Any]:
    return {
        role: READERS[role](row[columns[role]])
        for role in roles
        if role in columns and not is_missing(row.get(columns[role]))
    }


def _runs(
    file: File, columns: Mapping[str, str], results: Results
) -> Iterator[tuple[dict[str, str], Score]]:
    """Yield the fields of each record and its run, a score without a value; add facts of models."""
    for n, row, problem in file.table.rows():
        name = row.get(columns["model_name"])
        if _is_no_model(name):
            why = file.problem(n, f"a row called {name} is not a model", ", ".join(row.values()))
            results.scores.append(Score(problem=why, **file.place(n)))
            continue
        run = Score(model_name=name, problem=problem, **file.place(n))
        run = replace(run, **_read_run_facts(columns, row, OF_A_RUN))
        results.know(model_of(columns, row), run)
        yield row, run


def _is_no_model(name: str | None) -> bool:
    """Tell whether a row's name is that of an average, a total or a baseline without a model."""
    return bool(_NO_MODEL.fullmatch((name or "").strip(" *_.:")))


def _scored(run: Score, text: str | None, unit: str | None, **facts: Any) -> Score:
    """Return a run with a value of a table; a value that is not a number becomes a problem.

    A percent sign says the unit of its own value; of others beside it the range decides.
    """
    unit = unit or ("percent" if is_percent_sign(text) else None)
    value = number(text)
    problem = None
    if value is None:
        is_not = "missing" if is_missing(text) else f"not a number: {(text or '')[:80]}"
        problem = f"the score is {is_not}"
    score = text if value is None else value
    return replace(run, score=score, unit=unit, problem=run.problem or problem, **facts)


def layout_of(file: File) -> Layout:
    """Return the roles of the columns of a wide table."""
    table = file.table
    fields = {
        role: name
        for role, name in fields_of(table).items()
        if role not in OF_A_SCORE and not file.given_unit(name)
    }
    layout = Layout(fields, {}, {}, {})
    records = table.records
    if "model_name" in fields:  # averages and totals do not show a column's scale
        place = table.header.index(fields["model_name"])
        records = [record for record in records if not _is_no_model("".join(record[place:][:1]))]
    others = [name for name in table.header if name not in fields.values()]
    for name in others:
        texts = [t for t in _cells(table._replace(records=records), name) if not is_missing(t)]
        column = score_column(name)
        given = file.given_unit(name) or file.given_unit(column.benchmark)
        unit = given or column.unit or ("percent" if any(map(is_percent_sign, texts)) else None)
        other = benchmark_beside(name, others)
        if why := _left_out(name, texts, unit, is_asked_for=bool(given), is_beside=bool(other)):
            layout.left_out[name] = why
            if other and is_error_of(name, other):
                layout.errors[other] = name
        else:
            layout.scores[name] = column._replace(unit=given or column.unit)
    for other in [*layout.errors]:
        if other in layout.scores:
            layout.left_out.pop(layout.errors[other])
        else:
            del layout.errors[other]
    return layout


def _left_out(
    name: str, texts: Sequence[str], unit: str | None, *, is_asked_for: bool, is_beside: bool
) -> str | None:
    """Say why a column holds no scores, if it does not."""
    values = [value for text in texts if (value := number(text)) is not None]
    if not texts:
        return "as empty"
    if not values:
        return "as holding no numbers"
    if is_asked_for:
        return None
    if is_beside:
        return "as the error, the bounds, the rank or the count of another column"
    if is_no_benchmark(name):
        return "by name an identifier, a composite, a cost or a count"
    if len(values) < _NUMERIC * len(texts):
        return f"as only {len(values)} of {len(texts)} values are numbers"
    is_bounded = (unit or unit_of(values)) != "points"
    return None if is_bounded else "as holding no shares and no percentages"


def _cells(table: Table, name: str) -> list[str]:
    i = table.header.index(name)
    return [record[i] for record in table.records if i < len(record)]
