with fits as (

    select
        cohort_id,
        question_id,
        unnest(components, max_depth := 2)
    from {{ ref('fit_structure') }}

)

select
    * exclude (measures, loadings, n_draws, seed),
    unnest(loadings, recursive := true)
from fits
