-- Do abilities emerge? The numbers that the front page cites: cells are populations × benchmarks × scales.
select
    count(*) filter (where verdict is not null) as n_cells,
    count(*) filter (where verdict = 'gradual') as n_gradual,
    count(*) filter (where verdict = 'emergent') as n_emergent,
    count(*) filter (where verdict not in ('gradual', 'emergent')) as n_else,
    count(distinct cohort_id) filter (where verdict is not null) as n_cohorts,
    count(distinct benchmark_id) filter (where verdict is not null) as n_benchmarks,
    coalesce(string_agg(distinct benchmark_name, ' and ') filter (where verdict = 'emergent'), '') as emergent_on
from statistics.stat_emergence
inner join marts.dim_benchmarks using (benchmark_id)
having n_cells > 0;
