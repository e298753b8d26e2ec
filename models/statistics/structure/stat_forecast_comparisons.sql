with fits as (

    select
        cohort_id,
        question_id,
        unnest(forecasts, max_depth := 2)
    from {{ ref('fit_structure') }}

)

select
    cohort_id,
    question_id,
    predictor,
    benchmark_id,
    unit,
    unnest(comparisons, recursive := true)
from fits
