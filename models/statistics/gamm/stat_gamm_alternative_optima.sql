with fits as (

    select * from {{ ref('fit_gamms') }}

),

rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(alternative_optima, recursive := true)
    from fits

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    rank as optimum_rank,
    reml,
    reml_difference,
    edf_total,
    max_edf_difference,
    is_tie
from rows
