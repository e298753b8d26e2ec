with fits as (

    select
        cohort_id,
        question_id,
        unnest(components, max_depth := 2)
    from {{ ref('fit_structure') }}

)

select
    * exclude (measures, loadings),
    unnest(measures, recursive := true)
from fits
where measures is not null
union all by name
-- a battery without components says why
select
    * exclude (measures, loadings),
    'share_first' as measure
from fits
where measures is null
