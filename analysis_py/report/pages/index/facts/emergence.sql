-- Do abilities emerge? The numbers that the front page cites, of each benchmark once: populations share models, the
-- scales of a score are one body of data, and snapshots share benchmarks.
with benchmarks as (
    select
        benchmark_id,
        any_value(benchmark_name) as benchmark_name,
        bool_and(verdict = 'gradual') as is_gradual,
        bool_or(verdict = 'emergent') as is_emergent
    from reporting.rpt_emergence
    where verdict != 'not tested'
    group by benchmark_id
)

select
    count(*) as n_benchmarks,
    count(*) filter (where is_gradual) as n_gradual,
    count(*) filter (where is_emergent) as n_emergent,
    count(*) filter (where not is_gradual and not is_emergent) as n_else,
    coalesce(string_agg(benchmark_name, ' and ' order by benchmark_name) filter (where is_emergent), '') as emergent_on
from benchmarks
having count(*) > 0;
