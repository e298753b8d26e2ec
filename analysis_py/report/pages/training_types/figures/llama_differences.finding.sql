-- How often the family that is compared is significantly ahead.
with methods as (
    select
        starts_with(method_name, 'raw,') as is_clustered,
        of_all(count(*) filter (where is_significant and ahead > 0), count(is_significant)) as significant
    from figure_rows
    where ahead_low is not null
    group by all
)

select
    'Llama leads significantly in '
    || string_agg(
        format('{} {}', significant, if(is_clustered, '(clustered)', '(independent rows)')),
        ', ' order by is_clustered
    ) as finding
from methods;
