-- Do abilities emerge? The numbers that the front page cites. Populations of one snapshot share most of their models,
-- and the scales of a score are one body of data: a cell is a benchmark of a snapshot.
with cells as (
    select
        snapshot_id,
        benchmark_id,
        benchmark_name,
        bool_and(verdict = 'gradual') as is_gradual,
        bool_or(verdict = 'emergent') as is_emergent
    from reporting.rpt_emergence
    inner join reporting.rpt_cohorts using (cohort_id)
    where verdict != 'not tested'
    group by snapshot_id, benchmark_id, benchmark_name
)

select
    count(*) as n_cells,
    count(*) filter (where is_gradual) as n_gradual,
    count(*) filter (where is_emergent) as n_emergent,
    count(*) filter (where not is_gradual and not is_emergent) as n_else,
    count(distinct benchmark_id) as n_benchmarks,
    coalesce(string_agg(distinct benchmark_name, ' and ') filter (where is_emergent), '') as emergent_on
from cells
having n_cells > 0;
