"""Selection of the item results that count: one benchmark per name, one metric, one run."""

import duckdb
import polars as pl


def choose_records(work: duckdb.DuckDBPyConnection, metrics: pl.DataFrame | None) -> None:
    """Make the view ``sound`` of the records that statistics read.

    For all others ``records`` has a ``problem``, or the reason why they are kept ``beside`` these.
    ``harness_names.metric_places`` chooses a benchmark's metric, else the first counts.
    """
    work.register("metric_places", _NO_PLACES if metrics is None else metrics)
    for step in (_ONE_BENCHMARK, _ONE_METRIC, _ONE_SPELLING, _ONE_LOG, _REPEATED, _SOUND):
        work.execute(step)


_NO_PLACES = pl.DataFrame(
    schema={"benchmark_id": pl.String, "metric": pl.String, "place": pl.Int64}
)
#: Names of one benchmark may differ in blanks and capitals only.
_ONE_BENCHMARK = r"""
with named as (
    select benchmark_id, benchmark, rowid as place,
        lower(regexp_replace(benchmark, '[\s_-]+', ' ', 'g')) as plain
    from records where problem is null
),
firsts as (
    select benchmark_id, arg_min(benchmark, place) as benchmark, arg_min(plain, place) as plain
    from named group by benchmark_id having count(distinct plain) > 1
)
update records
set problem = 'the benchmark differs from another in signs alone: ' || records.benchmark || ' and '
    || firsts.benchmark
from firsts
where problem is null and records.benchmark_id = firsts.benchmark_id
    and lower(regexp_replace(records.benchmark, '[\s_-]+', ' ', 'g')) <> firsts.plain
"""
#: One metric per benchmark: its own on the boards, else the most frequent, else the first.
_ONE_METRIC = """
update records
set beside = 'by ' || coalesce(nullif(metric, ''), 'no metric') || ', where the benchmark is by '
    || coalesce(nullif(chosen, ''), 'no metric')
from (
    select found.benchmark_id as of_benchmark,
        arg_min(found.metric, (coalesce(place, 1000), first_at)) as chosen
    from (
        select benchmark_id, metric, metric_name, min(rowid) as first_at
        from records where problem is null group by all
    ) as found
    left join (
        select benchmark_id, metric, min(place) as place from metric_places group by all
    ) as places
        on found.metric_name = places.metric
        and (places.benchmark_id is null or found.benchmark_id = places.benchmark_id)
    group by found.benchmark_id
)
where problem is null and benchmark_id = of_benchmark and metric <> chosen
"""
#: Names that differ only in capitals are one model, in its first spelling.
_ONE_SPELLING = """
update records set model = spelt.model
from (
    select lower(model) as name, arg_min(model, (file_number, row_number)) as model
    from records where problem is null group by 1 having count(distinct model) > 1
) as spelt
where problem is null and lower(records.model) = spelt.name and records.model <> spelt.model
"""
#: The latest log of a model counts; logs are never mixed.
_ONE_LOG = r"""
with logs as (
    select model, benchmark_id, coalesce(log, '') as log, min(rowid) as first_at,
        regexp_extract(log, '^\d{4}-\d\d-\d\dT[\d.:-]+') as began
    from records where problem is null and beside is null group by all
),
chosen as (
    select model, benchmark_id, arg_max(log, (coalesce(began, ''), -first_at)) as log
    from logs group by all having count(*) > 1
)
update records
set beside = 'of another run than the one that counts'
from chosen
where problem is null and beside is null
    and records.model = chosen.model and records.benchmark_id = chosen.benchmark_id
    and coalesce(records.log, '') <> chosen.log
"""
#: Skipped without any, as finding the first of each takes long.
_REPEATED = """
create table repeated as
select model, benchmark_id, item_key, run,
    arg_min(file_number, (file_number, row_number)) as file_number,
    arg_min(row_number, (file_number, row_number)) as row_number
from records where problem is null and beside is null
group by model, benchmark_id, item_key, run having count(*) > 1
"""
_SOUND = """
create view sound as
select records.* from records left join repeated using (model, benchmark_id, item_key, run)
where problem is null and beside is null and (
    repeated.row_number is null
    or (records.file_number, records.row_number) = (repeated.file_number, repeated.row_number)
)
"""
