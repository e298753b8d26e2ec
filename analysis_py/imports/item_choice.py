"""Selection of the item results that count: one benchmark per name, one metric, one run."""

import duckdb
import polars as pl


def choose_records(work: duckdb.DuckDBPyConnection, metrics: pl.DataFrame | None) -> None:
    """Make the views ``counted``, of the records that count, and ``sound``, without repeats.

    For all others ``records`` has a ``problem``, or the reason why they are kept ``beside`` these.
    ``harness_names.metric_places`` chooses a benchmark's metric; see ``_ONE_METRIC`` for others.
    """
    work.register("metric_places", _NO_PLACES if metrics is None else metrics)
    for step in (
        *(_ONE_BENCHMARK, _ONE_METRIC, _ONE_SPELLING, _ONE_LOG),
        *(_COUNTED, _REPEATED, _CONTRADICTED, _SOUND),
    ):
        work.execute(step)


_NO_PLACES = pl.DataFrame(
    schema={"benchmark_id": pl.String, "metric": pl.String, "place": pl.Int64}
)
#: Names of one benchmark may differ in blanks and capitals only; which name is meant is unknown.
_ONE_BENCHMARK = r"""
with named as (
    select benchmark_id, min(benchmark) as one, max(benchmark) as other
    from records where problem is null
    group by benchmark_id
    having count(distinct lower(regexp_replace(benchmark, '[\s_-]+', ' ', 'g'))) > 1
)
update records
set problem = 'benchmarks differ in signs alone: ' || one || ' and ' || other || '; rename one'
from named
where problem is null and records.benchmark_id = named.benchmark_id
"""
#: One metric per benchmark: its own on the boards, else the first within a record, else the most
#: frequent, else by name; the order of records decides nothing.
_ONE_METRIC = """
update records
set beside = 'by ' || coalesce(nullif(metric, ''), 'no metric') || ', where the benchmark is by '
    || coalesce(nullif(chosen, ''), 'no metric')
from (
    select found.benchmark_id as of_benchmark,
        arg_min(found.metric, (coalesce(place, 1000), first_in_record, -n, found.metric)) as chosen
    from (
        select benchmark_id, metric, metric_name, count(*) as n, min(place_in_record)
            as first_in_record
        from (
            select benchmark_id, metric, metric_name,
                row_number() over (partition by file_number, row_number order by rowid)
                    as place_in_record
            from records
            where problem is null and benchmark_id in (
                select benchmark_id from records where problem is null
                group by benchmark_id having min(metric) <> max(metric)
            )
        ) group by all
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
#: Names that differ only in capitals are one model, in the spelling that sorts first.
_ONE_SPELLING = """
update records set model = spelt.model
from (
    select lower(model) as name, min(model) as model
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
#: Answers to one item in one run. Equal ones are one answer; of unequal ones none is preferred.
_REPEATED = """
create table repeated as
select model, benchmark_id, item_key, run,
    arg_min(file_number, (answer is null, file_number, row_number)) as file_number,
    arg_min(row_number, (answer is null, file_number, row_number)) as row_number,
    concat_ws(' ', min(score), min(answer)) || ' and ' || concat_ws(' ', max(score), max(answer))
        as ends,
    min(score) <> max(score) or coalesce(min(answer) <> max(answer), false) as is_contradicted
from counted
group by model, benchmark_id, item_key, run having count(*) > 1
"""
_CONTRADICTED = """
update records
set problem = 'contradictory answers to one item: ' || ends
from repeated
where is_contradicted and problem is null and beside is null
    and records.model = repeated.model and records.benchmark_id = repeated.benchmark_id
    and records.item_key = repeated.item_key and records.run = repeated.run
"""
_COUNTED = """
create view counted as
select * from records where problem is null and beside is null
"""
_SOUND = """
create view sound as
select counted.* from counted left join repeated using (model, benchmark_id, item_key, run)
where repeated.row_number is null
    or (counted.file_number, counted.row_number) = (repeated.file_number, repeated.row_number)
"""
