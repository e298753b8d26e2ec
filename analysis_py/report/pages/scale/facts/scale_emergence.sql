-- Verdicts on emergence and forecasts, over benchmarks and scales of the score.
select cohort_id, count(*) as n_cells,
       count(distinct benchmark_id) as n_benchmarks,
       count(distinct score_scale) as n_scales,
       count(*) filter (where verdict = 'gradual') as n_gradual,
       count(*) filter (where verdict = 'emergent') as n_emergent,
       count(*) filter (where verdict not in ('gradual', 'emergent')) as n_else,
       coalesce(string_agg(distinct benchmark_name, ' and ') filter (where verdict = 'emergent'), '') as emergent_on,
       coalesce(string_agg(distinct benchmark_name, ' and ') filter (where verdict != 'gradual'), '') as not_gradual_on,
       count(distinct benchmark_id) filter (where score_scale = 'raw' and is_underpredicted) as n_unforeseen,
       count(distinct benchmark_id) filter (where score_scale = 'log' and is_underpredicted) as n_unforeseen_log,
       min(cut_b) filter (where score_scale = 'raw') as cut_b
from reporting.rpt_emergence
where verdict != 'not tested' and cohort_id in ('paper_2024_01', 'january_2024', 'base_models')
group by cohort_id
order by list_position(['paper_2024_01', 'january_2024', 'base_models'], cohort_id);
