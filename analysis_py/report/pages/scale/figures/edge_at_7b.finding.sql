-- Whether the step depends on where the edge lies.
with benchmarks as (
    select
        panel,
        bool_and(decision = 'higher above') as is_always,
        bool_or(decision = 'higher above') as is_ever
    from figure_rows
    where decision is not null
    group by all
)

select
    format(
        'Higher above the boundary on {} benchmarks throughout, on {} in places',
        of_all(count_if(is_always), count(*)), of_all(count_if(is_ever and not is_always), count(*))
    ) as finding
from benchmarks
having count(*) > 0;
