-- Where the clustered curves rise or fall.
with curves as (
    select
        panel,
        coalesce(bool_or(trend = 'rises'), false) as is_rising,
        coalesce(bool_or(trend = 'falls'), false) as is_falling
    from figure_rows
    where trend is not null
    group by all
)

select
    format(
        'Zero-shot scores rise with size on {} benchmarks and fall on {}',
        of_all(count_if(is_rising), count(*)), of_all(count_if(is_falling), count(*))
    ) as finding
from curves
having count(*) > 0;
