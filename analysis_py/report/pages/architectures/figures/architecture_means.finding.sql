-- The family that has the highest mean most often.
with best as (
    select
        cohort_id,
        families,
        panel,
        arg_max(regexp_replace(label, ' \(.*', ''), mean) as family
    from figure_rows
    where mean is not null
    group by all
)

select
    cohort_id,
    families,
    format(
        '{} has the highest mean on {} benchmarks',
        mode(family order by family), of_all(count_if(family = top), count(*))
    ) as finding
from (select *, mode(family order by family) over (partition by cohort_id, families) as top from best) as named
group by all;
