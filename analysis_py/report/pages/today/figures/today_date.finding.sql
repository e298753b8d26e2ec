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
        'The best on {} scored {:.0f} % in {} and {:.0f} % in {}',
        any_value(benchmark_name), arg_min(best_pct, year), min(year), arg_max(best_pct, year), max(year)
    ) as finding
from years
having count(*) > 1;
