-- Between which benchmarks the means lie.
with means as (
    select
        regexp_replace(split_part(panel, ' · n = ', 1), ' \([^()]*\)$', '') as benchmark,
        max(mean_pct) as mean_pct
    from figure_rows
    group by all
    having count(mean_pct) > 0
)

select
    case
        when count(*) = 1
            then format(
                'The mean score on {} is {} %', any_value(benchmark), tidy_number(any_value(mean_pct))
            )
        else format(
            'Mean scores range from {} % on {} to {} % on {}',
            tidy_number(min(mean_pct)), arg_min(benchmark, mean_pct),
            tidy_number(max(mean_pct)), arg_max(benchmark, mean_pct)
        )
    end as finding
from means
having count(*) > 0;
