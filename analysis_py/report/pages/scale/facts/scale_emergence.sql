-- Verdicts on emergence and forecasts, over benchmarks and scales of the score, on the populations that the
-- words of the page compare.
with populations (cohort_role, population_order, population) as (
    values
    ('paper', 1, 'the paper''s rows'),
    ('headline', 2, 'all of January 2024'),
    ('base_models', 3, 'base models alone')
)

select
    population,
    count(*) as n_cells,
    count(distinct benchmark_id) as n_benchmarks,
    count(*) filter (where verdict = 'gradual') as n_gradual,
    count(*) filter (where verdict = 'emergent') as n_emergent,
    count(*) filter (where verdict not in ('gradual', 'emergent')) as n_else,
    coalesce(string_agg(distinct benchmark_name, ' and ') filter (where verdict = 'emergent'), '') as emergent_on,
    count(distinct benchmark_id) filter (where score_scale = 'raw' and is_underpredicted) as n_unforeseen,
    count(distinct benchmark_id) filter (where score_scale = 'log' and is_underpredicted) as n_unforeseen_log,
    min(cut_b) filter (where score_scale = 'raw') as cut_b
from reporting.rpt_emergence
inner join populations using (cohort_role)
where verdict != 'not tested'
group by population, population_order
order by population_order;
