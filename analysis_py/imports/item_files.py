"""Reader of files of item results: every record, with the reason why it cannot be used."""

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from analysis_py.imports.contract import Sample, UnreadableFile
from analysis_py.imports.files import TABLES, File, rows_of
from analysis_py.imports.headers import ITEM, NAMES
from analysis_py.imports.item_matrices import (
    matrix_cells,
    quoted,
    said_of_matrix,
    unpivot_matrix,
)
from analysis_py.imports.table_files import refuse_doubles
from analysis_py.runtime.errors import UserError

#: What a file must say of every answer.
REQUIRED = ("model", "benchmark", "item", "score")
#: Names that go for a column where it is not there itself, the clearest first.
_OTHER_NAMES = {
    "model": ("model_name", *NAMES["model_name"]),
    "benchmark": NAMES["benchmark"],
    "item": ITEM,
    "score": ("correct", "is_correct", *NAMES["score"]),
    "run": ("run_id", "repeat", "repetition", "epoch", "attempt", "trial"),
}
#: What a record may say besides.
_OPTIONAL = ("cluster", "metric", "metric_filter", "run", "log")
#: What it may say of the model, with the type that is kept.
MODEL_FACTS = {
    "parameters_b": "double",
    "architecture": "varchar",
    "training_type": "varchar",
    "base_family": "varchar",
}


#: Characters of a benchmark's name, which is that of a folder too.
LONGEST = 200


class ItemsError(UserError):
    """Item results cannot be stored; the message says which, why, and what to do."""


def read(work: duckdb.DuckDBPyConnection, path: Path, number: int) -> list[str]:
    """Append the records of a file to the table ``records``, and the file to ``files``.

    Parameters
    ----------
    work : duckdb.DuckDBPyConnection
        A database in which both tables are made if need be.
    path : Path
        A table: CSV and the like, a spreadsheet, or Parquet.
    number : int
        Of the file, counted from 1.

    Returns
    -------
    list of str
        What of a matrix was taken for what.

    Raises
    ------
    ItemsError
        If the file cannot be read, or lacks a column.
    """
    try:
        source = _open_source(work, path)
        columns = {name.strip().lower(): name for name in _columns(work, source)}
        for name, others in _OTHER_NAMES.items():
            if name not in columns and (other := next((o for o in others if o in columns), None)):
                columns[name] = columns.pop(other)
        known = {*REQUIRED, "cluster", "metric", "run", *MODEL_FACTS}
        unread = [original for name, original in columns.items() if name not in known]
        notes: list[str] = []
        if cells := matrix_cells(work, source, columns, known):
            unread = [name for name in unread if name not in cells.values()]
            notes = [f"{path.name}: {note}" for note in said_of_matrix(columns, cells, unread)]
            source = unpivot_matrix(work, path, source, columns, cells)
        if missing := [name for name in REQUIRED if name not in columns]:
            raise ItemsError(
                f"{path}: column(s) {', '.join(missing)} missing; a record is a model, a "
                "benchmark, an item and a score. Of a matrix, call the column of its rows model or "
                "item"
            )
        _insert(work, source, {name: columns[name] for name in known & columns.keys()}, number)
    except (duckdb.Error, UnreadableFile, OSError) as error:
        raise ItemsError(f"{path}: cannot be read: {str(error).splitlines()[0]}") from error
    _count_file(work, number, path.name, ", ".join(unread) or None)
    return notes


def read_samples(work: duckdb.DuckDBPyConnection, samples: Sequence[Sample], number: int) -> None:
    """Append the answers in logs to ``records``, and the logs to ``files``, from a number on."""
    numbers = {
        name: number + i for i, name in enumerate(dict.fromkeys(s.file_name for s in samples))
    }
    texts = {
        "file_number": [numbers[sample.file_name] for sample in samples],
        "record_row": [sample.row_number - 1 for sample in samples],
        "record_problem": [sample.problem for sample in samples],
        "model": [sample.model_name for sample in samples],
        "benchmark": [sample.benchmark for sample in samples],
        "item": [sample.item_id for sample in samples],
        "metric": [sample.metric for sample in samples],
        "metric_filter": [sample.metric_filter for sample in samples],
        "log": [sample.run for sample in samples],
        "run": [str(sample.epoch) for sample in samples],
        "score": [None if sample.score is None else repr(sample.score) for sample in samples],
    }
    numeric = {"file_number": pl.Int64, "record_row": pl.Int64}
    frame = pl.DataFrame(texts, schema={name: numeric.get(name, pl.String) for name in texts})
    work.register("samples", frame.to_arrow())
    _insert(work, "samples", {name: name for name in texts if name not in numeric}, "file_number")
    work.unregister("samples")
    for name, place in numbers.items():
        _count_file(work, place, name, None)


def _open_source(work: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Return what DuckDB reads a file by, with its place and problem beside each record."""
    if path.suffix.lower() == ".parquet":
        # the path is no pattern
        escaped = re.sub(r"([\[*?])", r"[\1]", str(path)).replace("'", "''")
        return (
            "(select * exclude (file_row_number), file_row_number as record_row, "
            "cast(null as varchar) as record_problem "
            f"from read_parquet('{escaped}', file_row_number = true))"
        )
    if path.suffix.lower() not in TABLES:
        raise ItemsError(f"{path}: neither .csv, .parquet nor a log; docs/items.md names the forms")
    header, records = (file := File(path, path.name)).table
    # in SQL capitals tell no two columns apart
    refuse_doubles(name.strip().lower() for name in header)
    problems = [problem for _, _, problem in rows_of(header, records, file.damage)]
    width = len(header)
    for i, problem in enumerate(problems):
        if problem:
            records[i] = [*records[i], *[""] * width][:width]
    file.forget()
    frame = pl.DataFrame(records, schema=dict.fromkeys(header, pl.String()), orient="row")
    frame = frame.with_columns(
        record_row=pl.int_range(pl.len()), record_problem=pl.Series(problems, dtype=pl.String)
    )
    work.execute("drop view if exists table_file")
    work.register("table_file", frame.to_arrow())
    return "table_file"


def _insert(
    work: duckdb.DuckDBPyConnection, source: str, columns: dict[str, str], number: int | str
) -> None:
    """Append records whose columns have such names to ``records``."""
    texts = ", ".join(
        f"{_text(columns[name]) if name in columns else 'null::varchar'} as {name}_text"
        for name in sorted({*REQUIRED, *_OPTIONAL, *MODEL_FACTS})
    )
    select = _RECORDS.format(texts=texts, source=source, number=number, longest=LONGEST)
    work.execute(f"create table if not exists records as {select} limit 0")
    work.execute(f"insert into records {select}")


def _count_file(
    work: duckdb.DuckDBPyConnection, number: int, name: str, unread: str | None
) -> None:
    work.execute(
        "create table if not exists files "
        "(file_number bigint, file_name varchar, unread_columns varchar)"
    )
    work.execute("insert into files values (?, ?, ?)", [number, name, unread])


def _text(column: str) -> str:
    return f"nullif(trim(cast({quoted(column)} as varchar)), '')"


def _columns(work: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    own = "exclude (record_row, record_problem)"
    return [
        str(row[0]) for row in work.execute(f"describe select * {own} from {source}").fetchall()
    ]


#: An item that is called by a number has that number for a key, any other one of 61 bits from its
#: name: it is the same in every file, and numbers compress well.
_RECORDS = """
with texts as (
    select cast({number} as bigint) as file_number, record_row + 1 as row_number,
        record_problem, {texts}
    from {source}
),
named as (
    select *,
        trim(regexp_replace(lower(strip_accents(benchmark_text)), '[^a-z0-9]+', '_', 'g'), '_')
            as benchmark_id,
        case lower(score_text) when 'true' then 1 when 'false' then 0
            else try_cast(score_text as double) end as score,
        try_cast(parameters_b_text as double) as parameters_b
    from texts
)
select file_number, row_number, model_text as model, benchmark_text as benchmark, benchmark_id,
    item_text as item,
    case when regexp_full_match(item_text, '0|[1-9][0-9]{{0,8}}') then cast(item_text as bigint)
        else cast((md5_number_lower(item_text) >> 3) as bigint) end as item_key,
    log_text as log, coalesce(run_text, '') as run, cluster_text as cluster,
    concat_ws(',', metric_text, metric_filter_text) as metric, metric_text as metric_name,
    cast(null as varchar) as beside,
    score, score_text, parameters_b,
    architecture_text as architecture, training_type_text as training_type,
    base_family_text as base_family,
    case
        when record_problem is not null then record_problem
        when model is null then 'model is missing'
        when benchmark is null then 'benchmark is missing'
        when benchmark_id = '' then 'benchmark holds no letter or digit: ' || benchmark
        when length(benchmark_id) > {longest}
            then 'benchmark is longer than {longest} characters: ' || benchmark[:{longest}]
        when item is null then 'item is missing'
        when score_text is null then 'score is missing'
        when score is null then 'score is not a number: ' || score_text
        when not coalesce(score between 0 and 1, false) or isnan(score)
            then concat_ws(' ', 'score is outside 0–1:', metric_text, score_text)
        when parameters_b_text is not null
            and not (coalesce(parameters_b, 0) > 0 and isfinite(coalesce(parameters_b, 0)))
            then 'parameters_b is not a positive number: ' || parameters_b_text
    end as problem
from named
"""
