select
    cohort_id,
    question_id,
    unnest(shares, max_depth := 2)
from {{ ref('fit_structure') }}
