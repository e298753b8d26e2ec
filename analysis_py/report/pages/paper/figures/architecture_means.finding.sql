-- The family that has the highest mean most often.
with best as (
    select
        panel,
        arg_max(regexp_replace(label, ' \(.*', ''), mean) as family
    from figure_rows
    where mean is not null
    group by all
)

select
    format(
        '{} has the highest mean on {} benchmarks',
        any_value(top), of_all(count_if(family = top), count(*))
    ) as finding
from (select *, mode(family order by family) over () as top from best) as named
having count(*) > 0;
