-- Where the simultaneous band lies above or below no growth, clustered by base model.
with curves as (
    select
        panel,
        any_value(way) as way,
        coalesce(bool_or(trend = 'rises'), false) as is_rising,
        coalesce(bool_or(trend = 'falls'), false) as is_falling
    from figure_rows
    where trend is not null and trend != 'not tested'
    group by all
)

select
    format(
        '{}: scores rise on {} benchmarks and fall on {}',
        if(any_value(way) = 'one cluster per base model', 'Clustered by base model', 'Rows treated as independent'),
        of_all(count_if(is_rising), count(*)), of_all(count_if(is_falling), count(*))
    ) as finding
from curves
having count(*) > 0;
