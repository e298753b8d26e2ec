-- The numbers of the page on today's models that stand for themselves: what reasoning adds within the same
-- weights.
select
    coalesce(sum(n_modes), 0)::bigint as n_mode_benchmarks,
    min(reasoning_min) as reasoning_low,
    max(reasoning_max) as reasoning_high,
    min(reasoning_share_min) as reasoning_share_low,
    min(n_makers_min) as n_makers_low,
    max(n_makers_max) as n_makers_high
from {{ ref('rpt_field_sources') }}
where is_widest
