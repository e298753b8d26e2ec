-- How many steps are significant by each count of the evidence.
with counts as (
    select
        counted,
        of_all(count_if(decision = 'significant'), count(*)) as significant
    from figure_rows
    where decision is not null
    group by all
)

select
    'Significant: ' || string_agg(
        format('{} {}', significant, if(counted like '%cluster%', 'clustered by base model', 'as independent rows')), ', '
        order by counted desc
    ) as finding
from counts
having count(*) > 0;
