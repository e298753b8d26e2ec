-- Where the curves rise or fall.
with curves as (
    select
        panel,
        bool_or(direction = 'rises') as is_rising,
        bool_or(direction = 'falls') as is_falling
    from figure_rows
    group by all
)

select
    format(
        'Zero-shot scores rise with size on {} benchmarks and fall at some size on {}',
        of_all(count_if(is_rising), count(*)), of_all(count_if(is_falling), count(*))
    ) as finding
from curves
having count(*) > 0;
