with points as (

    select
        cohort_id,
        unnest(points, recursive := true)
    from {{ ref('fit_embeddings') }}

)

select
    cohort_id,
    evaluation_id,
    x,
    y
from points
