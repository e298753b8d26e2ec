select
    cohort_id,
    cohort_name,
    snapshot_id,
    description,
    parameter_range_scheme,
    predicate,
    len(evaluation_ids) as n_evaluations,
    status
from {{ ref('int_cohorts_checked') }}
