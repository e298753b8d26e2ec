-- Mean score of each range of size, with the bar to compare it by and its letters.
select
    cohort_id,
    benchmark_order,
    format(
        '{} · n = {:,}', benchmark_name, sum(n_obs) over (partition by cohort_id, benchmark_id)::bigint
    ) as panel,
    range_order,
    case
        when lower_b = 0 then format('<{:g}', upper_b)
        when upper_b is null then format('>{:g}', lower_b)
        else format('{:g}–{:g}', lower_b, upper_b)
    end || format(' ({})', n_obs) as size_range,
    n_obs,
    n_base_families,
    mean,
    comparison_low,
    comparison_high,
    letters_tukey_kramer,
    letters_games_howell
from reporting.rpt_size_ranges
order by cohort_id, benchmark_order, range_order;
