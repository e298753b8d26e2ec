-- How often the family that is compared is shown to be ahead.
with methods as (
    select
        cohort_id,
        starts_with(method_name, 'raw,') as is_clustered,
        of_all(count_if(ahead_low > 0), count(ahead_low)) as shown
    from figure_rows
    where ahead_low is not null
    group by all
)

select
    cohort_id,
    'Llama is ahead in '
    || string_agg(
        format('{} comparisons {}', shown, if(is_clustered, 'with one cluster per base', 'with every fine-tune a row')),
        ', in ' order by is_clustered
    ) as finding
from methods
group by all;
