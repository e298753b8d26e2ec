"""EuroEval's leaderboards: a row per model, two metrics with their intervals per data set."""

import re
from dataclasses import replace

from analysis_py.runs.formats.contract import Results, Score, Table
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.headers import columns_read, fields_of
from analysis_py.runs.formats.table_files import refuse_doubles
from analysis_py.runs.formats.tables import model_of
from analysis_py.runs.formats.values import is_missing, number

FORMAT = "EuroEval's leaderboards as CSV: tasks above the header, cells as 69.1 ± 1.8 / 70.5 ± 1.6"

_TAG = re.compile(r"<[^<>]*>")
#: Sort key behind a value.
_SORTED_BY = re.compile(r"@@.*$")
_PAIR = re.compile(r"(-?[\d.,]+) ± ([\d.,]+) / (-?[\d.,]+) ± ([\d.,]+)")
#: A name, the mode it was run in, and the note behind it: lab/model#thinking (zero-shot, val).
_NAME = re.compile(r"(?P<name>[^#(]*[^#(\s])(?:#(?P<mode>[^(\s]+))?\s*(?:\((?P<note>[^()]*)\))?")
#: Half the width of a 95 % interval, in standard errors.
_HALF_INTERVAL = 1.96
_TYPES = {"🧠": "base", "📝": "instruct", "🤔": "reasoning"}


def recognise(file: File) -> bool | None:
    """Return true for one of the leaderboards, whose tasks link to pages about them."""
    return (file.suffix == ".csv" and "://euroeval.com/tasks/" in file.text[:4000]) or None


def read(file: File, _layout: bool) -> Results:
    """Return two scores per filled cell; the second is the headline."""
    header, *records = [
        [_SORTED_BY.sub("", _TAG.sub("", cell)).strip() for cell in record]
        for record in (file.table.header, *file.table.records)
    ]
    refuse_doubles(header)
    table = Table(header, records, file.table.damage)
    fields = fields_of(table)
    exams = [
        name
        for i, name in enumerate(header)
        if any(_PAIR.fullmatch(record[i]) for record in records if i < len(record))
    ]
    results = Results()
    for n, row, problem in table.rows():
        named = _NAME.match(row.get(fields["model_name"], ""))
        name, mode, note = named.group("name", "mode", "note") if named else (None, None, None)
        model = model_of(fields, row)
        label = _TYPES.get(model.training_type_label or "", model.training_type_label)
        run = Score(
            model_name=name,
            unit="percent",
            variant=", ".join(part for part in (mode, note) if part) or None,
            n_shots=0 if "zero-shot" in (note or "") else None,
            problem=problem,
            **file.place(n),
        )
        results.know(replace(model, training_type_label=label), run)
        for exam in exams:
            results.scores += _scores(replace(run, benchmark=exam), row.get(exam))
    results.notes += [
        f"{file.shown}: read {columns_read(fields)}",
        f"{file.shown}: both metrics of a cell are kept; the second is the headline, as the first, "
        "by which the board ranks, is Matthews' correlation in several tasks and may be below 0",
        f"{file.shown}: ± is half of a 95 % interval there, and {_HALF_INTERVAL} standard errors",
    ]
    unread = [name for name in header if name not in (*exams, *fields.values())]
    results.notes.append(f"{file.shown}: columns not read: {', '.join(unread)}")
    return results


def _scores(run: Score, text: str | None) -> list[Score]:
    if text is None or is_missing(text):
        return []
    pair = _PAIR.fullmatch(text)
    numbers = (
        [value for each in pair.groups() if (value := number(each)) is not None] if pair else []
    )
    if len(numbers) < 4:
        return [replace(run, score=text, problem=run.problem or f"not a number: {text[:80]}")]
    return [
        replace(
            run,
            metric=metric,
            is_primary=metric == "second metric",
            score=numbers[place],
            std_error=round(numbers[place + 1] / _HALF_INTERVAL, 6),
        )
        for metric, place in (("first metric", 0), ("second metric", 2))
    ]
