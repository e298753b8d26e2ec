-- The largest size at which the band of a curve lies above no growth.
with curves as (
    select
        panel,
        max(parameters_b) filter (where trend = 'rises') as last_b
    from figure_rows
    group by all
)

select
    case
        when count(last_b) = 0 then 'Growth with size is significant on no benchmark'
        else format(
            'Growth is significant on {} benchmarks, on half up to {} B or further',
            of_all(count(last_b), count(*)), tidy_number(median(last_b))
        )
    end as finding
from curves;
