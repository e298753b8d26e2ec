"""Tables of which a row is a score: columns for the model, the benchmark and the value."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis_py.imports.contract import Results, UnreadableFile
from analysis_py.imports.files import File, rows_of
from analysis_py.imports.headers import ITEM, columns_read, fields_of, score_column, slug
from analysis_py.imports.scales import unit_of_scale
from analysis_py.imports.tables import is_table, runs_of, scored, spread_notes
from analysis_py.imports.values import is_percent_sign, number

FORMAT = "long tables (CSV, TSV, XLSX, Parquet, JSON Lines): columns for model, benchmark and score"

_REQUIRED = {"model_name", "benchmark", "score"}
_UNITS = {
    **{"%": "percent", "percentage": "percent", "pct": "percent", "percents": "percent"},
    **{"proportion": "share", "fraction": "share", "ratio": "share"},
    **{"ppl": "perplexity"},
}


def matches(file: File) -> bool:
    """Tell whether a file is a table whose header names a model, a benchmark and a score."""
    return is_table(file) and set(fields_of(*file.table)) >= _REQUIRED


def read(file: File) -> Results:
    """Return a score per row.

    Raises
    ------
    UnreadableFile
        If a row is the answer to an item rather than a score.
    """
    header, records = file.table
    columns = fields_of(header, records)
    rows = [row for _, row, _ in rows_of(header, records, {})]
    _refuse_answers(file, header, columns, rows)
    said = score_column(columns["score"]).unit
    signed = {
        row.get(columns["benchmark"]) for row in rows if is_percent_sign(row.get(columns["score"]))
    }
    found = Results()
    for row, run in runs_of(file, columns, header, records, file.damage, found):
        said_here = row.get(columns.get("unit", ""), "").strip().lower()
        benchmark = row.get(columns["benchmark"])
        unit = unit_of_scale(said_here) or _UNITS.get(said_here, said_here) or said
        unit = (
            unit
            or score_column(benchmark or "").unit
            or ("percent" if benchmark in signed else None)
        )
        problem = run.problem or row.get(columns.get("problem", "")) or None
        found.scores.append(
            scored(
                replace(run, problem=problem),
                row.get(columns["score"]),
                benchmark=benchmark,
                unit=unit,
                std_error=number(row.get(columns.get("std_error", ""))),
            )
        )
    found.notes.append(f"{file.shown}: read {columns_read(columns)}")
    found.notes += spread_notes(file, [row.get(columns["score"]) for row in rows])
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
