"""Records of answers to single items in DuckDB, so that a Parquet file need not fit into memory."""

import re
from collections.abc import Mapping, Sequence

import duckdb
import polars as pl

from analysis_py.runs.formats.contract import ImportProblem, Sample, UnreadableFile
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.items import (
    KNOWN,
    NOT_OF_A_MATRIX,
    REQUIRED,
    cell_columns,
    columns_of,
)
from analysis_py.runs.formats.table_files import refuse_doubles

#: Characters of a benchmark's name, which is that of a folder too.
LONGEST = 200


def add_table(work: duckdb.DuckDBPyConnection, file: File, number: int) -> list[str]:
    """Append a file's records to ``records`` and the file to ``files``; say what a matrix is."""
    try:
        header, source = _opened(work, file)
        refuse_doubles(name.strip().lower() for name in header)
        columns = columns_of(header)
        cells = cell_columns(columns)
        kind, article = ("item", "an") if "model" in columns else ("model", "a")
        known = KNOWN - NOT_OF_A_MATRIX[kind] if cells else KNOWN
        unread = [columns[name] for name in columns.keys() - known - cells.keys()]
        unread.sort(key=header.index)
        notes = []
        if cells:
            shown = ", ".join([*cells.values()][:3]) + (", …" if len(cells) > 3 else "")
            notes = [f"a matrix, whose {len(cells):,} column(s) {shown} are {article} {kind} each"]
            notes += [f"left out, as they are not {kind}s: {', '.join(unread)}"] if unread else []
            source = _unpivoted(work, file, source, columns, cells)
        if missing := [name for name in REQUIRED if name not in columns]:
            raise ImportProblem(
                f"{file.path}: column(s) {', '.join(missing)} missing; a record is a model, a "
                "benchmark, an item and a score. Of a matrix, call the column of its rows model or "
                "item"
            )
        _insert(work, source, {name: columns[name] for name in known & columns.keys()}, number)
    except (duckdb.Error, UnreadableFile, OSError) as error:
        raise ImportProblem(f"{file.path}: cannot be read: {str(error).splitlines()[0]}") from error
    _count_file(work, number, file.shown, ", ".join(unread) or None)
    return [f"{file.shown}: {note}" for note in notes]


def add_samples(work: duckdb.DuckDBPyConnection, samples: Sequence[Sample], number: int) -> None:
    """Append the answers in logs to ``records``, and the logs to ``files``, from a number on."""
    names = dict.fromkeys(sample.file_name for sample in samples)
    numbers = {name: number + i for i, name in enumerate(names)}
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


def _opened(work: duckdb.DuckDBPyConnection, file: File) -> tuple[list[str], str]:
    """Return a file's header and what DuckDB reads it by, with place and problem of each record."""
    if file.suffix == ".parquet":
        # the path is not a pattern
        escaped = re.sub(r"([\[*?])", r"[\1]", str(file.path)).replace("'", "''")
        return file.head.header, (
            "(select * exclude (file_row_number), file_row_number as record_row, "
            "cast(null as varchar) as record_problem "
            f"from read_parquet('{escaped}', file_row_number = true))"
        )
    header, records, damage = file.table
    width = len(header)
    rows = [
        [*record, *[""] * width][:width] if n in damage else record
        for n, record in enumerate(records, start=1)
    ]
    problems = [damage.get(n) for n in range(1, len(rows) + 1)]
    file.forget()
    frame = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String()), orient="row")
    frame = frame.with_columns(
        record_row=pl.int_range(pl.len()), record_problem=pl.Series(problems, dtype=pl.String)
    )
    work.execute("drop view if exists table_file")
    work.register("table_file", frame.to_arrow())
    return header, "table_file"


def _unpivoted(
    work: duckdb.DuckDBPyConnection,
    file: File,
    source: str,
    columns: dict[str, str],
    cells: Mapping[str, str],
) -> str:
    """Return the source with a record per filled cell, and one per row that has none.

    Records are then numbered cell by cell, and the columns of cells are taken out of ``columns``.
    """
    for name in cells:
        del columns[name]
    other = "item" if "model" in columns else "model"
    kept = ", ".join(quoted(original) for original in columns.values())
    benchmark = f", {_literal(file.path.stem)} as benchmark" if "benchmark" not in columns else ""
    names = ", ".join(map(_literal, cells.values()))
    values = ", ".join(f"nullif(trim(cast({quoted(c)} as varchar)), '')" for c in cells.values())
    work.execute(
        f"""create or replace temp view matrix as
        with lists as (
            select {kept}{benchmark}, record_row * {len(cells)} as record_row,
                coalesce(
                    record_problem,
                    case when len(list_filter(cells, lambda x: x is not null)) = 0
                        then 'the row holds no answer' end
                ) as record_problem,
                cells
            from (select *, [{values}] as cells from {source})
        ),
        filled as (
            select * exclude (cells, record_row), unnest([{names}]) as {quoted(other)},
                unnest(cells) as score, record_row + unnest(range({len(cells)})) as record_row
            from lists where record_problem is null
        )
        select * from filled where score is not null
        union all by name
        select * exclude (cells) from lists where record_problem is not null"""
    )
    columns |= {name: name for name in ("benchmark", other, "score") if name not in columns}
    return "matrix"


def _insert(
    work: duckdb.DuckDBPyConnection, source: str, columns: Mapping[str, str], number: int | str
) -> None:
    """Append records whose columns have such names to ``records``."""
    texts = ", ".join(
        f"nullif(trim(cast({quoted(columns[name]) if name in columns else 'null'} as varchar)), '')"
        f" as {name}_text"
        for name in sorted({*KNOWN, "metric_filter", "log"})
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


def quoted(column: str) -> str:
    """Return a name as SQL has it."""
    return '"' + column.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


#: An item that is called by a number has that number for a key, any other one of 61 bits from its
#: name: it is the same in every file, and numbers compress well.
_RECORDS = r"""
with texts as (
    select cast({number} as bigint) as file_number, record_row + 1 as row_number,
        record_problem, {texts}
    from {source}
),
named as (
    select *,
        -- as the macro slug does
        trim(regexp_replace(regexp_replace(
            replace(lower(strip_accents(benchmark_text)), '+', '_plus_'),
            '([a-z])#', '\1_sharp_', 'g'
        ), '[^a-z0-9]+', '_', 'g'), '_') as benchmark_id,
        case lower(score_text) when 'true' then 1 when 'false' then 0
            else try_cast(score_text as double) end as score,
        try_cast(parameters_b_text as double) as parameters_b,
        try_cast(try_cast(n_options_text as double) as bigint) as n_options,
        try_cast(flagged_text as boolean) as flagged
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
    base_family_text as base_family, base_model_text as base_model,
    answer_text as answer, case when lower(status_text) <> 'ok' then status_text end as status,
    part_text as part, kinds_text as kinds, source_text as source, key_text as key,
    first_key_text as first_key, n_options, audit_text as audit, flagged,
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
        when n_options_text is not null and not coalesce(
            n_options > 1 and n_options = try_cast(n_options_text as double), false
        )
            then 'n_options is not a whole number above 1: ' || n_options_text
        when flagged_text is not null and flagged is null
            then 'flagged is neither true nor false: ' || flagged_text
    end as problem
from named
"""
