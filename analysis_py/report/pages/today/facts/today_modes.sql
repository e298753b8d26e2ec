-- What reasoning adds within the same weights, over the benchmarks that show it.
select
    sum(n_modes)::bigint as n_benchmarks,
    min(reasoning_min) as lowest,
    max(reasoning_max) as highest,
    min(reasoning_share_min) as share_lowest,
    min(n_makers_min) as n_makers_min,
    max(n_makers_max) as n_makers_max
from reporting.rpt_field_sources
where is_widest
having n_benchmarks > 0;
