select
    cohort_id,
    unnest(points, recursive := true)
from {{ ref('fit_embeddings') }}
