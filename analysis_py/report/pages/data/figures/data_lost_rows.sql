-- Evaluations that the GAMMs of size can use, and those they lose, by population and benchmark.
with words (row_group, group_order, words) as (
    values
    ('kept', 1, 'used'),
    ('unknown_size', 2, 'lost: size unknown'),
    ('log_of_zero', 3, 'lost: a score of 0')
)

select
    cohort_id,
    benchmark_order,
    format('{} ({:,})', benchmark_name, (sum(n_obs) over whole)::bigint) as benchmark,
    group_order,
    words as row_group,
    n_obs,
    100 * sum(n_obs) over upto / sum(n_obs) over whole as to_pct,
    to_pct - 100 * n_obs / sum(n_obs) over whole as from_pct,
    format('{:,}', n_obs) as label
from statistics.stat_lost_rows
inner join words using (row_group)
where n_obs > 0
window
    whole as (partition by cohort_id, benchmark_id),
    upto as (partition by cohort_id, benchmark_id order by group_order)
order by cohort_id, benchmark_order, group_order;
