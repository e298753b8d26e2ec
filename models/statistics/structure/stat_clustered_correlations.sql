select
    cohort_id,
    question_id,
    unnest(correlations, max_depth := 2)
from {{ ref('fit_structure') }}
