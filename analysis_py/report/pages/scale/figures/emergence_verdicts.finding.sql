-- Whether the verdict is the same on each scale of the score.
with benchmarks as (
    select
        benchmark_name,
        bool_and(verdict = 'gradual') as is_gradual,
        bool_or(verdict = 'emergent') as is_emergent
    from figure_rows
    where verdict != 'not tested'
    group by all
)

select
    format(
        '{} benchmarks grow gradually on every score scale; {} jump on any',
        upper_first(of_all(count_if(is_gradual), count(*))), of_all(count_if(is_emergent), count(*))
    ) as finding
from benchmarks
having count(*) > 0;
