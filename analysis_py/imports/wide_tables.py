"""Tables of which a row is a model and a column a benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis_py.imports.contract import Results
from analysis_py.imports.files import File
from analysis_py.imports.headers import (
    ScoreColumn,
    benchmark_beside,
    columns_read,
    fields_of,
    is_error_of,
    is_no_benchmark,
    score_column,
)
from analysis_py.imports.tables import is_no_model, is_table, runs_of, scored, spread_notes
from analysis_py.imports.values import is_missing, is_percent_sign, number, unit_of

FORMAT = (
    "wide tables (CSV, TSV, XLSX, Parquet, JSON Lines): a row per model, a column per benchmark"
)

#: Fields that speak of one score; in a wide table a column of that name is a benchmark, or nothing.
_OF_A_SCORE = frozenset(
    {"benchmark", "score", "unit", "metric", "metric_filter", "subset", "n_items", "std_error"}
    | {"is_higher_better", "problem"}
)
#: Characters beyond which a text is a sentence rather than a name.
_LONGEST_NAME = 120
#: Share of a column's values that have to be numbers for it to be a benchmark.
_NUMERIC = 0.8


@dataclass(frozen=True)
class _Layout:
    """The roles of the columns; ``errors`` maps a score column to that of its standard errors."""

    fields: dict[str, str]
    scores: dict[str, ScoreColumn]
    errors: dict[str, str]
    left_out: dict[str, str]


def matches(file: File) -> bool:
    """Tell whether a file is a table with a column that names models and one that holds scores."""
    if not is_table(file):
        return False
    layout = _layout(file, *_upright(*file.table)[:2])
    return "model_name" in layout.fields and bool(layout.scores)


def lacking(file: File) -> str:
    """Say why a file is none of the known formats; of a table, what it lacks."""
    unknown = "of no known format"
    if isinstance(file.json, dict) and not is_table(file):
        return f"{unknown}: an object of JSON in which no field names a model"
    if not is_table(file) or len(file.table[0]) < 2:
        return unknown
    header, records, _ = _upright(*file.table)
    layout = _layout(file, header, records)
    if not records:
        return f"{unknown}: a table without rows"
    if "model_name" not in layout.fields:
        return f"{unknown}: a table in which no column names a model; name one model"
    why = "; ".join(f"{name} {reason}" for name, reason in layout.left_out.items())
    return f"{unknown}: a table without a column of scores{f' (left out: {why})' if why else ''}"


def read(file: File) -> Results:
    """Return a score per filled cell of a column of scores."""
    header, records, turned = _upright(*file.table)
    layout = _layout(file, header, records)
    found = Results()
    if turned:
        found.notes.append(f"{file.shown}: a row is a benchmark here, and a column a model")
        models = {record[0] for record in records}
        exam = fields_of(*file.table)["benchmark"]
        if left := [name for name in file.table[0] if name not in models | {exam}]:
            found.notes.append(f"{file.shown}: left out, as holding no numbers: {', '.join(left)}")
    read_as = [columns_read(layout.fields)]
    read_as += [
        f"{layout.errors[name]} as std_error of {name}"
        for name in layout.scores
        if name in layout.errors
    ]
    found.notes.append(f"{file.shown}: read {', '.join(read_as)}")
    if "model_name" not in fields_of(header, records):
        found.notes.append(
            f"{file.shown}: no column is named as one of models; {layout.fields['model_name']} "
            "was taken, whose texts hardly repeat. If that is wrong, name a column model"
        )
    for why in dict.fromkeys(layout.left_out.values()):
        names = [name for name, reason in layout.left_out.items() if reason == why]
        n = sum(not is_missing(text) for name in names for text in _cells(header, records, name))
        found.notes.append(f"{file.shown}: left out, {why}: {', '.join(names)} ({n:,} values)")
    if layout.left_out:
        found.notes.append("a column that was left out is taken with --unit COLUMN=percent")
    found.notes += spread_notes(
        file, (text for name in layout.scores for text in _cells(header, records, name))
    )
    damage = {} if turned else file.damage
    for row, run in runs_of(file, layout.fields, header, records, damage, found):
        found.scores += [
            scored(
                run,
                text,
                benchmark=column.benchmark,
                unit=column.unit,
                n_shots=column.n_shots if run.n_shots is None else run.n_shots,
                is_higher_better=column.is_higher_better,
                std_error=number(row.get(layout.errors.get(name, ""))),
                row_number=turned.get(name, run.row_number),
            )
            for name, column in layout.scores.items()
            if not is_missing(text := row.get(name))
        ]
    return found


def _layout(file: File, header: Sequence[str], records: Sequence[Sequence[str]]) -> _Layout:
    fields = {
        role: name for role, name in fields_of(header, records).items() if role not in _OF_A_SCORE
    }
    if "model_name" not in fields and (name := _first_names(header, records)) is not None:
        fields = {"model_name": name} | {r: c for r, c in fields.items() if c != name}
    fields = {role: name for role, name in fields.items() if not file.unit_said(name)}
    layout = _Layout(fields, {}, {}, {})
    if "model_name" in fields:  # an average or a total says nothing of a column's scale
        place = list(header).index(fields["model_name"])
        records = [record for record in records if not is_no_model("".join(record[place:][:1]))]
    for name in header:
        column = score_column(name)
        said = file.unit_said(name) or file.unit_said(column.benchmark)
        if name in fields.values():
            continue
        texts = [text for text in _cells(header, records, name) if not is_missing(text)]
        values = [value for text in texts if (value := number(text)) is not None]
        other = benchmark_beside(name, [each for each in header if each not in fields.values()])
        unit = said or column.unit or ("percent" if any(map(is_percent_sign, texts)) else None)
        if not texts:
            why = "as empty"
        elif not values:
            why = "as holding no numbers"
        elif said:
            why = ""
        elif other is not None:
            why = "as the error, the bounds, the rank or the count of another column"
            if is_error_of(name, other):
                layout.errors[other] = name
        elif is_no_benchmark(name):
            why = "by name an identifier, a composite, a cost or a count"
        elif len(values) < _NUMERIC * len(texts):
            why = f"as only {len(values)} of {len(texts)} values are numbers"
        else:
            is_bounded = (unit or unit_of(values)) != "points"
            why = "" if is_bounded else "as holding no shares and no percentages"
        if why:
            layout.left_out[name] = why
        else:
            layout.scores[name] = replace(column, unit=unit)
    for other in layout.errors.keys() & layout.scores.keys():
        del layout.left_out[layout.errors[other]]
    return layout


def _upright(
    header: list[str], records: list[list[str]]
) -> tuple[list[str], list[list[str]], dict[str, int]]:
    """Return a table with a row per model; one in which a column names benchmarks is turned.

    That column is the first, or the only one without numbers. Of a turned table also the number of
    each benchmark's record, else none.
    """
    fields = fields_of(header, records)
    whole = {n: row for n, row in enumerate(records, start=1) if len(row) == len(header)}
    if "model_name" in fields or "benchmark" not in fields or not whole:
        return header, records, {}
    columns = dict(zip(header, zip(*whole.values(), strict=True), strict=True))
    exams = columns.pop(fields["benchmark"])
    rows = [[name, *texts] for name, texts in columns.items() if _holds(texts)]
    is_turned = fields["benchmark"] == header[0] or len(rows) == len(columns)
    if not rows or not is_turned or len(set(exams)) < len(exams):
        return header, records, {}
    return ["model", *exams], rows, dict(zip(exams, whole, strict=True))


def _holds(texts: Sequence[str]) -> bool:
    """Tell whether a column holds numbers."""
    return any(number(text) is not None for text in texts)


def _first_names(header: Sequence[str], records: Sequence[Sequence[str]]) -> str | None:
    """Return the first column of short texts that hardly repeat, if there is one."""
    for name in header:
        texts = [text for text in _cells(header, records, name) if not is_missing(text)]
        words = [t for t in texts if number(t) is None and len(t) <= _LONGEST_NAME]
        if words and len(words) > 0.8 * len(texts) and len(set(texts)) > 0.5 * len(texts):
            return name
    return None


def _cells(header: Sequence[str], records: Sequence[Sequence[str]], name: str) -> list[str]:
    i = list(header).index(name)
    return [record[i] for record in records if i < len(record)]
