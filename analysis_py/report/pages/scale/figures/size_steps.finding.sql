-- How many steps each count of the evidence shows.
with counts as (
    select
        cohort_id,
        counted,
        of_all(count_if(decision = 'significant'), count(*)) as shown
    from figure_rows
    where decision is not null
    group by all
)

select
    cohort_id,
    'Significant steps: ' || string_agg(format('{} with {}', shown, counted), ', ' order by counted desc) as finding
from counts
group by all;
