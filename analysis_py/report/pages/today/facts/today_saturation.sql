-- How near the best score so far is to 100 % on the benchmarks of the newest half-year each.
select
    sum(n_latest)::bigint as n_benchmarks,
    sum(n_within_5)::bigint as n_within_5,
    sum(n_beyond_50)::bigint as n_beyond_50
from reporting.rpt_field_sources
where is_widest
having n_benchmarks > 0;
