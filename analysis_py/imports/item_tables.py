"""Records of answers to single items in DuckDB, so that a Parquet file need not fit into memory."""

from collections.abc import Mapping, Sequence

import duckdb
import polars as pl

from analysis_py.runs.formats.contract import ImportProblem, Sample, UnreadableFile
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.items import (
    KNOWN,
    NOT_OF_A_MATRIX,
    REQUIRED,
    Layout,
    read_frames,
)

#: Characters of a benchmark's name, which is that of a folder too.
LONGEST = 200


def add_table(
    work: duckdb.DuckDBPyConnection, file: File, layout: Layout, number: int
) -> list[str]:
    """Append a file's records to ``records`` and the file to ``files``; say what a matrix is."""
    cells, kind = layout.cells, layout.kind
    columns = {name: layout.columns[name] for name in layout.columns.keys() - cells.keys()}
    known = KNOWN - NOT_OF_A_MATRIX[kind] if cells else KNOWN
    unread = [layout.columns[name] for name in layout.columns if name in columns.keys() - known]
    notes = []
    if cells:
        shown = ", ".join([*cells.values()][:3]) + (", …" if len(cells) > 3 else "")
        article = "an" if kind == "item" else "a"
        notes = [f"a matrix, whose {len(cells):,} column(s) {shown} are {article} {kind} each"]
        notes += [f"left out, as they are not {kind}s: {', '.join(unread)}"] if unread else []
        columns = {name: name for name in ("benchmark", kind, "score")} | columns
    if missing := [name for name in REQUIRED if name not in columns]:
        raise ImportProblem(
            f"{file.path}: column(s) {', '.join(missing)} missing; a record is a model, a "
            "benchmark, an item and a score. Of a matrix, call the column of its rows model or "
            "item"
        )
    read = {name: columns[name] for name in known & columns.keys()}
    try:
        for frame in read_frames(file, layout):
            work.register("table_file", frame.to_arrow())
            _insert(work, "table_file", read, number)
            work.unregister("table_file")
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
        "record_problem": [_problem_of(sample) for sample in samples],
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


def _problem_of(sample: Sample) -> str | None:
    """Return why an answer cannot be stored, where more must be better."""
    is_lower = sample.is_higher_better is False and sample.problem is None
    return f"less is better: {sample.metric}" if is_lower else sample.problem


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
