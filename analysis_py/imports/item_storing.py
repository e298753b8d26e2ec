"""Storage of item results as partitioned Parquet.

An unusable file raises an error. An unusable record is never dropped: it is counted and put in
quarantine with its reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from analysis_py.imports import item_tables
from analysis_py.imports.committed_items import refuse_other_facts
from analysis_py.imports.item_choice import choose_records
from analysis_py.runs.formats.contract import ImportProblem, Sample
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.items import ITEM_FACTS, MODEL_FACTS, Layout
from analysis_py.runtime.atomic import replace_folder
from analysis_py.runtime.formatting import printable
from analysis_py.sources.own_names import OWN_NAME
from analysis_py.statistics.items.logistic import FULL_MARKS

_MEMORY = "2GB"


@dataclass(frozen=True)
class StoredItems:
    """Counts of the records of all files, and notes on them."""

    n_read: int
    n_loaded: int
    #: Reasons in the quarantine with their number of records, the most frequent first.
    reasons: tuple[tuple[str, int], ...] = ()
    #: Reasons why answers are kept beside the statistics, with their number.
    beside: tuple[tuple[str, int], ...] = ()
    #: How rows and columns of matrices were read.
    notes: tuple[str, ...] = ()


def store_items(
    tables: Sequence[tuple[File, Layout]],
    name: str,
    items_dir: Path,
    samples: Sequence[Sample] = (),
    metrics: pl.DataFrame | None = None,
    committed: Path | None = None,
) -> StoredItems:
    """Store item results under a name, in place of any earlier ones.

    Below ``items_dir/name`` come ``results/`` (Parquet by benchmark), ``models.parquet``,
    ``items.parquet``, ``evaluations.parquet`` (which of them are in no comparison, and why),
    ``beside.parquet`` (answers by other metrics and of earlier runs), ``files.parquet`` (the
    accounting) and ``quarantine.parquet``. If a file cannot be read, no record is usable, or
    records contradict each other on a model, an item or a status, or the items of the folder
    ``committed``, an error is raised and the earlier results stay.
    """
    if not OWN_NAME.fullmatch(name):
        raise ImportProblem(f"'{name}' cannot be a name: use a–z, 0–9 and _, with a letter first")
    with (
        replace_folder(items_dir / name) as partial,
        # DuckDB reads what follows a ? in the path of a database as options
        TemporaryDirectory(dir=None if "?" in str(partial) else partial) as scratch,
        duckdb.connect(f"{scratch}/items.duckdb", config={"memory_limit": _MEMORY}) as work,
    ):
        notes = [
            note
            for number, (file, layout) in enumerate(tables, start=1)
            for note in item_tables.add_table(work, file, layout, number)
        ]
        if samples:
            item_tables.add_samples(work, samples, len(tables) + 1)
        stored = _write(work, name, partial, metrics)
        notes += refuse_other_facts(work, committed) if committed else []
        return replace(stored, notes=tuple(notes))


def count_stored_items(items_dir: Path) -> dict[str, int]:
    """Return the number of stored answers to items by the name of the import."""
    query = "select import_name, sum(n_read)::bigint from read_parquet(?) group by all order by all"
    files = [str(path) for path in sorted(items_dir.glob("*/files.parquet"))]
    with duckdb.connect(":memory:") as work:
        return dict(work.execute(query, [files]).fetchall()) if files else {}


def own_answers(error: str, items_dir: Path) -> str | None:
    """Return the import and the items that may have caused a failed step, or None.

    ``said`` is the text of the failure: the names of its steps and their errors.
    """
    if not re.search(r"(?<![a-z])items?(?![a-z])", error):
        return None
    named = re.findall(r"item(?:_key|_id)?\W{1,4}([\w#.-]*\w)", error)
    folders = []
    with duckdb.connect() as work:
        for folder in sorted(path.parent for path in items_dir.glob("*/models.parquet")):
            query = "select min(model_name), count(*) - 1 from read_parquet(?)"
            ((name, n_more),) = work.execute(query, [f"{folder}/models.parquet"]).fetchall()
            query = (
                "select distinct item from read_parquet(?) where list_contains($2, item) "
                "or list_contains($2, item_key::varchar) order by item limit 3"
            )
            items = work.execute(query, [f"{folder}/items.parquet", named]).fetchall()
            words = [f"{name}{f' and {n_more:,} more' if n_more else ''}"]
            words += [f"item {item}" for (item,) in items]
            folders.append(f"{folder.name} ({', '.join(words)})")
    if not folders:
        return None
    return printable(
        f"The step reads answers to single items, yours among them: {', '.join(folders)}. "
        "llm-reassess import --remove NAME leaves them out."
    )


def _write(
    work: duckdb.DuckDBPyConnection,
    name: str,
    folder: Path,
    metrics: pl.DataFrame | None,
) -> StoredItems:
    """Write the seven kinds of files."""
    choose_records(work, metrics)
    ((n_read, n_sound, n_beside),) = work.execute(
        "select (select count(*) from records), (select count(*) from sound), "
        "(select count(beside) from records)"
    ).fetchall()
    if not n_sound:
        first = work.execute(
            "select problem from records order by file_number, row_number limit 1"
        ).fetchone()
        raise ImportProblem(
            f"no usable record; the first problem: {first[0]}"
            if first
            else "the files hold no record"
        )
    work.execute(_ITEMS)
    work.execute(_EVALUATIONS)
    _refuse_contradictions(work)
    runs = work.execute("select 1 from sound where run <> '' limit 1").fetchone()
    work.execute(_RESULTS_OF_RUNS if runs else _RESULTS)
    for path, query, options in _queries(name):
        quoted = str(folder / path).replace("'", "''")
        work.execute(f"copy ({query}) to '{quoted}' (format parquet, compression zstd{options})")
    counted = _REASONS.format(folder=str(folder).replace("'", "''"))
    reasons, beside = (tuple(work.execute(query).fetchall()) for query in (counted, _BESIDE))
    return StoredItems(n_read, n_sound + n_beside, reasons, beside)


def _queries(name: str) -> tuple[tuple[str, str, str], ...]:
    """Return the path, the query and the options of each kind of file."""
    evaluation = f"md5('{name}|' || model)"
    facts = ", ".join(f"any_value({fact}) as {fact}" for fact in MODEL_FACTS)
    partitioned = ", partition_by (benchmark_id), write_partition_columns true"
    return (
        (
            "results",
            f"select {evaluation} as evaluation_id, * exclude (model) from results",
            partitioned,
        ),
        (
            "models.parquet",
            f"select {evaluation} as evaluation_id, '{name}' as import_name, model as model_name, "
            f"{facts} from sound group by model order by model",
            "",
        ),
        (
            "items.parquet",
            "select * exclude (others) rename (flagged as is_flagged) from items order by all",
            "",
        ),
        (
            "evaluations.parquet",
            f"select {evaluation} as evaluation_id, benchmark_id, status from evaluations "
            "order by all",
            "",
        ),
        (
            "beside.parquet",
            f"select '{name}' as import_name, beside as reason, model as model_name, "
            "benchmark_id, item, metric, log, run, score from records where beside is not null "
            "order by file_number, row_number, metric",
            "",
        ),
        ("files.parquet", _ACCOUNTING.format(name=name), ""),
        ("quarantine.parquet", _QUARANTINE.format(name=name), ""),
    )


def _refuse_contradictions(work: duckdb.DuckDBPyConnection) -> None:
    """Raise if a model, an item or a status is ambiguous, or two items share a key."""
    for query, message in (
        *(
            (
                f"select model, min({fact}), max({fact}) from counted group by model "
                f"having count(distinct {fact}) > 1 order by model limit 1",
                "model {} has two values of " + fact + ", {} and {}: give it one",
            )
            for fact in MODEL_FACTS
        ),
        *(
            (
                f"select item, benchmark_id, {fact}, others.{fact} from items "
                f"where {fact} <> others.{fact} order by all limit 1",
                "item {} of {} has two values of " + fact + ", {} and {}: give it one",
            )
            for fact in ITEM_FACTS
        ),
        (
            "select model, benchmark_id, status, other_status from evaluations "
            "where status <> other_status order by all limit 1",
            "model {} has two values of status on {}, {} and {}: give it one",
        ),
        (
            "select item, benchmark_id, min(cluster), max(cluster) from counted "
            "group by item, benchmark_id, item_key "
            "having count(distinct cluster) + count_if(cluster is null)::bool::int > 1 "
            "order by all limit 1",
            "item {} of {} lies in cluster {} and in another one or none ({}): give it one",
        ),
        (
            "select min(item), max(item), benchmark_id from counted "
            "group by benchmark_id, item_key having count(distinct item) > 1 order by all limit 1",
            "items {} and {} of {} have one key: call one of them otherwise",
        ),
    ):
        if first := work.execute(query).fetchone():
            raise ImportProblem(message.format(*first))


def _each(aggregate: str) -> str:
    return ", ".join(f"{fact} := {aggregate}({fact})" for fact in ITEM_FACTS)


#: Facts of each item and of each model on a benchmark, with their least and largest values.
_ITEMS = f"""
create table items as
select benchmark_id, item_key, any_value(item) as item, unnest(struct_pack({_each("min")})),
    struct_pack({_each("max")}) as others
from counted group by benchmark_id, item_key
"""
_EVALUATIONS = """
create table evaluations as
select model, benchmark_id, min(status) as status, max(status) as other_status
from counted group by model, benchmark_id
"""
_RESULTS = f"""
create view results as
select model, benchmark_id, item_key, cluster as cluster_id,
    cast(round(score * {FULL_MARKS}) as bigint) as score,
    answer, cast(1 as bigint) as n_runs, cast(null as double) as run_variance
from sound
"""
#: The mean of all runs, from whole numbers, so that the order of records changes no digit. An
#: answer is kept where all runs agree.
_RESULTS_OF_RUNS = f"""
create table results as
with runs as (
    select *, cast(round(score * {FULL_MARKS}) as bigint) as marks from sound
)
select model, benchmark_id, item_key, any_value(cluster) as cluster_id,
    cast(round(sum(marks) / count(*)) as bigint) as score,
    case when count(answer) = count(*) and min(answer) = max(answer) then min(answer) end as answer,
    count(*) as n_runs,
    case when count(*) > 1 then
        cast(count(*) * sum(marks * marks) - sum(marks) * sum(marks) as double)
        / (count(*) * (count(*) - 1)) / {FULL_MARKS**2}
    end as run_variance
from runs group by model, benchmark_id, item_key
"""
_BESIDE = """
select benchmark_id || ', ' || beside as kind, count(*) as n
from records where beside is not null group by kind order by n desc, kind
"""
_REASONS = """
select split_part(reason, ': ', 1) as kind, count(*) as n
from read_parquet('{folder}/quarantine.parquet') group by kind order by n desc, kind
"""
_QUARANTINE = """
select '{name}' as import_name, records.file_number, records.row_number,
    coalesce(
        problem,
        'repeats an earlier record: row ' || repeated.row_number || ' of ' || files.file_name
    ) as reason,
    records.model, records.benchmark, records.item, records.score_text
from records
left join repeated
    on problem is null and beside is null and records.model = repeated.model
    and records.benchmark_id = repeated.benchmark_id and records.item_key = repeated.item_key
    and records.run = repeated.run
    and (records.file_number, records.row_number) <> (repeated.file_number, repeated.row_number)
left join files on repeated.file_number = files.file_number
where problem is not null or (beside is null and repeated.row_number is not null)
order by records.file_number, records.row_number
"""
_ACCOUNTING = """
with counts as (
    select file_number, 1 as n_read, 0 as n_loaded from records
    union all
    select file_number, 0 as n_read, 1 as n_loaded from sound
    union all
    select file_number, 0 as n_read, 1 as n_loaded from records where beside is not null
)
select '{name}' as import_name, files.file_number, files.file_name, files.unread_columns,
    cast(coalesce(sum(n_read), 0) as bigint) as n_read,
    cast(coalesce(sum(n_loaded), 0) as bigint) as n_loaded,
    cast(coalesce(sum(n_read) - sum(n_loaded), 0) as bigint) as n_quarantined,
    (select count(*) from results) as n_results_in_import
from files left join counts using (file_number)
group by all order by files.file_number
"""
