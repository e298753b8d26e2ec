-- Which type has the highest mean at a common mix of sizes and architectures.
with best as (
    select
        panel,
        arg_max(training_type, mean_adjusted) as training_type
    from figure_rows
    where mean_adjusted is not null
    group by all
)

select
    format(
        'Adjusted, {} models have the highest mean on {} benchmarks',
        any_value(top), of_all(count_if(training_type = top), count(*))
    ) as finding
from (select *, mode(training_type order by training_type) over () as top from best) as named
having count(*) > 0;
