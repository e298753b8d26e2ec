select
    cohort_id,
    unnest(evaluation_ids) as evaluation_id
from {{ ref('int_cohorts_checked') }}
