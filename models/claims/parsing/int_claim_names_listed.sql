-- The names that a claim may use: those of the seed, and every benchmark by its name or its identifier,
-- so that a claim can be about one that came with an import.
with found as (

    select
        'benchmark' as kind,
        unnest([benchmark_name, benchmark_id]) as name,
        benchmark_id as id
    from {{ ref('dim_benchmarks') }}
    union
    -- whose answers may be missing
    select
        'benchmark' as kind,
        benchmark_id as name,
        benchmark_id as id
    from {{ ref('item_benchmarks') }}

)

select * from {{ ref('claim_names') }}
union all
select * from found
-- the seed's names of benchmarks come first
where
    name not in (
        select seeded.name from {{ ref('claim_names') }} as seeded
        where seeded.kind in ('benchmark', 'several')
    )
qualify row_number() over (partition by name order by id) = 1
