{% set source_in_brackets = ' [(][^()]*[)]$' -%}
-- The described benchmarks, then others named in results or single answers, whose other facts are null.
with benchmarks as (

    select * from {{ ref('benchmarks') }}

),

-- facts from documents about benchmarks that boards leave out
facts as (

    select * from {{ ref('benchmark_facts') }}

),

undescribed as (

    select
        scores.*,
        snapshots.is_import,
        bool_and(snapshots.is_import) over (partition by scores.benchmark_id) as is_only_imported
    from {{ ref('int_scores_deduplicated') }} as scores
    inner join {{ ref('int_evaluations_unioned') }} as evaluations
        on scores.evaluation_id = evaluations.evaluation_id
    inner join {{ ref('stg_provenance__snapshots') }} as snapshots
        on evaluations.snapshot_id = snapshots.snapshot_id
    anti join benchmarks on scores.benchmark_id = benchmarks.benchmark_id

),

-- an import has a say where no board has one
found as (

    select
        benchmark_id,
        bool_and(is_only_imported) as is_only_imported,
        min(benchmark) as benchmark_name,
        max(n_items) as n_items,
        mode(n_shots order by n_shots) as n_shots,
        mode(metric order by metric) as metric
    from undescribed
    where is_only_imported or not is_import
    group by benchmark_id

),

-- and benchmarks named only in answers to single items
answered as (

    select
        benchmark_id,
        any_value(registry.benchmark_name) as benchmark_name,
        count(*)::integer as n_items
    from {{ ref('stg_items') }}
    left join {{ ref('item_benchmarks') }} as registry using (benchmark_id)
    anti join benchmarks using (benchmark_id)
    anti join found using (benchmark_id)
    group by benchmark_id

),

listed as (

    select
        benchmark_id,
        benchmark_name,
        benchmark_order,
        ability,
        n_items,
        n_shots,
        chance_pct,
        metric
    from benchmarks
    union all
    select
        found.benchmark_id,
        -- as its authors write it, with the source in brackets as before
        coalesce(
            spellings.spelling || regexp_extract(found.benchmark_name, '{{ source_in_brackets }}'),
            found.benchmark_name
        ) as benchmark_name,
        -- those of imports come last, so that the others keep their place
        (
            (select max(benchmark_order) from benchmarks)
            + row_number() over (order by found.is_only_imported asc, found.benchmark_id asc)
        )::integer as benchmark_order,
        'unclassified' as ability,
        found.n_items,
        found.n_shots,
        null as chance_pct,
        found.metric
    from found
    left join {{ ref('benchmark_spellings') }} as spellings
        on spellings.as_named = trim(
            regexp_replace(
                regexp_replace(lower(found.benchmark_name), '{{ source_in_brackets }}', ''),
                '[^a-z0-9]+',
                ' ',
                'g'
            )
        )
    union all
    select
        benchmark_id,
        coalesce(benchmark_name, benchmark_id) as benchmark_name,
        (
            (select count(*) from found)
            + (select max(benchmark_order) from benchmarks)
            + row_number() over (order by benchmark_name is null, benchmark_name, benchmark_id)
        )::integer as benchmark_order,
        'unclassified' as ability,
        n_items,
        null as n_shots,
        null as chance_pct,
        null as metric
    from answered

)

select
    listed.benchmark_id,
    listed.benchmark_name,
    listed.benchmark_order,
    listed.ability,
    coalesce(listed.n_items, facts.n_items) as n_items,
    listed.n_shots,
    coalesce(listed.chance_pct, facts.chance_pct) as chance_pct,
    listed.metric,
    case
        when listed.n_items is not null then 'benchmarks.csv or the results'
        else facts.n_items_source
    end as n_items_source,
    case
        when listed.chance_pct is not null then 'benchmarks.csv'
        else facts.chance_source
    end as chance_source
from listed
left join facts on listed.benchmark_id = facts.benchmark_id
