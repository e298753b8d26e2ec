-- Whether the largest models have the highest mean.
with ranked as (
    select
        panel,
        arg_max(range_order, mean) = max(range_order) as is_largest_best
    from figure_rows
    where mean is not null
    group by all
)

select
    format(
        'The largest models have the highest mean on {} benchmarks',
        of_all(count_if(is_largest_best), count(*))
    ) as finding
from ranked
having count(*) > 0;
