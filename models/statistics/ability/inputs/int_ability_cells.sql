-- One score per weights and benchmark: of several configurations, the one that may think most.
select
    cohort_id,
    weights,
    benchmark_id,
    min(developer) over (partition by cohort_id, weights) as developer,
    evaluation_id,
    effort,
    share,
    chance,
    n_items
from {{ ref('int_ability_runs') }}
qualify
    row_number() over (
        partition by cohort_id, weights, benchmark_id
        order by effort_rank desc, budget desc nulls last, share desc, evaluation_id asc
    ) = 1
order by cohort_id, weights, benchmark_id
