{% call select_local_or_spark() %}
-- The longest of the sums: as many rows as items times base families. So it is made under numbers that
-- stand for benchmarks, families and sizes, which take half the memory of their names.
with models as (

    select * from {{ ref('item_models') }}
    where parameters_b is not null

),

families as (

    select
        base_family,
        parameters_b,
        cast(row_number() over (order by base_family, parameters_b) as int) as family_number
    from (select distinct base_family, parameters_b from models) as known

),

members as (

    select
        models.evaluation_id,
        families.family_number
    from models
    inner join families
        on models.base_family = families.base_family
        and models.parameters_b = families.parameters_b

),

benchmarks as (

    select
        benchmark_id,
        cast(row_number() over (order by benchmark_id) as int) as benchmark_number
    from (select distinct benchmark_id from {{ ref('evaluation_scores') }}) as known

),

sums as (

    select
        benchmarks.benchmark_number,
        results.item_key,
        members.family_number,
        count(*) as n_evaluations,
        sum(results.score) as total
    from {{ ref('stg_item_results') }} as results
    inner join members on results.evaluation_id = members.evaluation_id
    inner join benchmarks on results.benchmark_id = benchmarks.benchmark_id
    group by benchmarks.benchmark_number, results.item_key, members.family_number

)

select
    benchmarks.benchmark_id,
    sums.item_key,
    families.base_family,
    families.parameters_b,
    sums.n_evaluations,
    cast(sums.total as bigint) as total
from sums
inner join benchmarks on sums.benchmark_number = benchmarks.benchmark_number
inner join families on sums.family_number = families.family_number
{% endcall %}
