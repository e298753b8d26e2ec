-- One row per weights and comparison of two modes: the mean over the runs in either.
with modes as (

    select
        *,
        'reasoning - not reasoning' as comparison,
        is_reasoning as is_a
    from {{ ref('int_field_scores') }}
    where is_reasoning is not null
    union all by name
    select
        *,
        'high - low effort' as comparison,
        effort = 'high' as is_a
    from {{ ref('int_field_scores') }}
    where effort in ('high', 'low')

)

select
    cohort_id,
    benchmark_id,
    comparison,
    weights,
    min(developer) as developer,
    max(log2_total) as log2_total,
    avg(score_pct order by evaluation_id) filter (where is_a) as score_a,
    avg(score_pct order by evaluation_id) filter (where not is_a) as score_b
from modes
group by cohort_id, benchmark_id, comparison, weights
having count(*) filter (where is_a) > 0 and count(*) filter (where not is_a) > 0
order by cohort_id, benchmark_id, comparison, weights
