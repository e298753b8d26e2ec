with fits as (

    select * from {{ ref('fit_gamms') }}
    union all
    select * from {{ ref('fit_gamms_pygam') }}

),

rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(terms, recursive := true)
    from fits

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    term,
    term_type,
    edf,
    ref_df,
    statistic,
    p_value,
    log10_p_value,
    smoothing_parameter
from rows
