-- The scores of each snapshot and benchmark in numbers, with the value that occurs most often.
select
    source_name,
    benchmark_name,
    n_scores,
    min_pct,
    mean_pct,
    max_pct,
    std_dev_pct,
    chance_pct,
    zero_pct,
    mode_pct,
    mode_share_pct,
    correlation_with_others
from reporting.rpt_benchmark_profiles
order by taken_on, source_name, benchmark_order;
