-- One row per set of weights: repeated runs count once, with the mean of their scores.
select
    cohort_id,
    benchmark_id,
    weights,
    min(developer) as developer,
    avg(score_pct order by evaluation_id) as score_pct,
    count(*) as n_evaluations,
    min(years) as years,
    max(log2_total) as log2_total,
    max(log2_active) as log2_active,
    coalesce(bool_or(is_moe), false) as is_moe,
    max(is_open)::double as is_open
from {{ ref('int_field_scores') }}
group by cohort_id, benchmark_id, weights
qualify count(*) over (partition by cohort_id, benchmark_id) >= {{ var('field_minimum') }}
order by cohort_id, benchmark_id, weights
