-- The best of the first year and of the last.
with years as (
    select
        regexp_replace(benchmark_name, ' \([^()]*\)$', '') as benchmark_name,
        released_on[1:4] as year,
        max(score_pct) as best_pct
    from figure_rows
    where kind = 'model'
    group by all
)

select
    format(
        'On {}, the best of {} scored {:.0f} %, of {} {:.0f} %',
        any_value(benchmark_name), min(year), arg_min(best_pct, year), max(year), arg_max(best_pct, year)
    ) as finding
from years
having count(*) > 1;
