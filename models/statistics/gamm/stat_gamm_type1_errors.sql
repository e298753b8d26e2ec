-- How often each term that all smoothers find would be found where it is zero.
with errors as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        seed,
        unnest(type1_errors, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    * exclude (seed),
    type1_error <= {{ var('largest_type1_error') }} as is_testable,
    seed
from errors
