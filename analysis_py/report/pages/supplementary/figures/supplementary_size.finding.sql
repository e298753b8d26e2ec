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
        'Allowing for fine-tunes of one base, zero-shot scores rise significantly with size on {} benchmarks and fall at some size on {} (unadjusted)',
        of_all(count_if(is_rising), count(*)), of_all(count_if(is_falling), count(*))
    ) as finding
from curves
having count(*) > 0;
