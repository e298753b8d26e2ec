"""Reader of files of item results: every record, with the reason why it cannot be used."""

import re
from pathlib import Path

import duckdb

from analysis_py.imports.headers import ITEM, NAMES
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
#: How a reader calls a column without a name, such as that of row numbers.
_UNNAMED = re.compile(r"column\d+|unnamed: ?\d+")
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


def read(work: duckdb.DuckDBPyConnection, path: Path, number: int) -> None:
    """Append the records of a file to the table ``records``, and the file to ``files``.

    Parameters
    ----------
    work : duckdb.DuckDBPyConnection
        A database in which both tables are made if need be.
    path : Path
        Ends in ``.csv`` or ``.parquet``.
    number : int
        Of the file, counted from 1.

    Raises
    ------
    ItemsError
        If the file cannot be read, or lacks a column.
    """
    try:
        source = _open_source(work, path)
        columns = {str(row[0]).strip().lower(): str(row[0]) for row in _describe(work, source)}
        for name, others in _OTHER_NAMES.items():
            if name not in columns and (other := next((o for o in others if o in columns), None)):
                columns[name] = columns.pop(other)
        known = {*REQUIRED, "cluster", "metric", "run", *MODEL_FACTS}
        source = _unpivot_matrix(work, path, source, columns, known)
        if missing := [name for name in REQUIRED if name not in columns]:
            raise ItemsError(
                f"{path}: column(s) {', '.join(missing)} missing; a record is a model, a "
                "benchmark, an item and a score. Of a matrix, call the column of its rows model or "
                "item"
            )
        unread = ", ".join(original for name, original in columns.items() if name not in known)
        texts = ", ".join(
            f"nullif(trim(cast({_column(columns, name)} as varchar)), '') as {name}_text"
            for name in sorted(known)
        )
        select = _RECORDS.format(texts=texts, source=source, number=number, longest=LONGEST)
        work.execute(f"create table if not exists records as {select} limit 0")
        work.execute(f"insert into records {select}")
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise ItemsError(f"{path}: cannot be read: {str(error).splitlines()[0]}") from error
    work.execute(
        "create table if not exists files "
        "(file_number bigint, file_name varchar, unread_columns varchar)"
    )
    work.execute("insert into files values (?, ?, ?)", [number, path.name, unread or None])


def _open_source(work: duckdb.DuckDBPyConnection, path: Path) -> str:
    quoted = "'" + str(path).replace("'", "''") + "'"
    if path.suffix == ".parquet":
        return f"read_parquet({quoted}, file_row_number = true)"
    if path.suffix != ".csv":
        raise ItemsError(f"{path}: neither .csv, .parquet nor a log; docs/items.md names the forms")
    # a record with too few fields lacks values, and is quarantined for it
    work.execute(
        f"create or replace temp view csv_file as select *, row_number() over () - 1 as "
        f"file_row_number from read_csv({quoted}, header = true, all_varchar = true, "
        f"delim = ',', quote = '\"', null_padding = true, parallel = false)"
    )
    return "csv_file"


def _unpivot_matrix(
    work: duckdb.DuckDBPyConnection,
    path: Path,
    source: str,
    columns: dict[str, str],
    known: set[str],
) -> str:
    """Return the source with a record per filled cell, where it is a matrix of models and items.

    Records are then numbered cell by cell, and the columns of cells are taken out of ``columns``.
    """
    rows = [name for name in ("model", "item") if name in columns]
    if len(rows) != 1 or "score" in columns:
        return source
    cells = [
        columns.pop(name)
        for name in list(columns)
        if name not in known and not _UNNAMED.fullmatch(name)
    ]
    if not cells:
        return source
    other = "item" if rows == ["model"] else "model"
    kept = ", ".join(_quote(original) for original in columns.values())
    names = ", ".join("'" + cell.replace("'", "''") + "'" for cell in cells)
    values = ", ".join(f"cast({_quote(cell)} as varchar)" for cell in cells)
    benchmark = ""
    if "benchmark" not in columns:
        benchmark = ", '" + path.stem.replace("'", "''") + "' as benchmark"
    work.execute(
        f"create or replace temp view matrix as select * from (select {kept}{benchmark}, "
        f"unnest([{names}]) as {other}, unnest([{values}]) as score, "
        f"file_row_number * {len(cells)} + unnest(range({len(cells)})) as file_row_number "
        f"from {source}) where trim(score) <> ''"
    )
    columns |= {name: name for name in ("benchmark", other, "score") if name not in columns}
    return "matrix"


def _quote(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _describe(work: duckdb.DuckDBPyConnection, source: str) -> list[tuple[object, ...]]:
    rows = work.execute(f"describe select * exclude (file_row_number) from {source}").fetchall()
    return [tuple(row) for row in rows]


def _column(columns: dict[str, str], name: str) -> str:
    if name not in columns:
        return "null"
    return _quote(columns[name])


def keep_one_metric(work: duckdb.DuckDBPyConnection) -> None:
    """Reject the records of a benchmark that are on another metric than its first one."""
    work.execute("""
        update records
        set problem = 'metric is not the first of the benchmark: '
            || coalesce(records.metric, 'missing') || ', not ' || coalesce(first.metric, 'missing')
        from (
            select benchmark_id, arg_min_null(metric, (file_number, row_number)) as metric
            from records where problem is null
            group by benchmark_id
        ) as first
        where problem is null and records.benchmark_id = first.benchmark_id
            and records.metric is distinct from first.metric
    """)


#: An item that is called by a number has that number for a key, any other one of 61 bits from its
#: name: it is the same in every file, and numbers compress well.
_RECORDS = """
with texts as (
    select cast({number} as bigint) as file_number, file_row_number + 1 as row_number, {texts}
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
    coalesce(run_text, '') as run, cluster_text as cluster, metric_text as metric,
    score, score_text, parameters_b,
    architecture_text as architecture, training_type_text as training_type,
    base_family_text as base_family,
    case
        when model is null then 'model is missing'
        when benchmark is null then 'benchmark is missing'
        when benchmark_id = '' then 'benchmark holds no letter or digit: ' || benchmark
        when length(benchmark_id) > {longest}
            then 'benchmark is longer than {longest} characters: ' || benchmark[:{longest}]
        when item is null then 'item is missing'
        when score_text is null then 'score is missing'
        when score is null then 'score is not a number: ' || score_text
        when not coalesce(score between 0 and 1, false) or isnan(score)
            then 'score is outside 0–1: ' || score_text
        when parameters_b_text is not null
            and not (coalesce(parameters_b, 0) > 0 and isfinite(coalesce(parameters_b, 0)))
            then 'parameters_b is not a positive number: ' || parameters_b_text
    end as problem
from named
"""
