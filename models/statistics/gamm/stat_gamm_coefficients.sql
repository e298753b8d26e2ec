with rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(coefficients, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    * exclude (name),
    name as coefficient
from rows
