with fits as (

    select * from {{ ref('fit_gamms') }}
    union all
    select * from {{ ref('fit_gamms_pygam') }}

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    unnest(terms, recursive := true)
from fits
