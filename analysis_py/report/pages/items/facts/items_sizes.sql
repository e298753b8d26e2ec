-- On how many items of a benchmark larger models do worse, and would by chance.
select
    benchmark_name,
    n_items_sized as n_items,
    worse_share as estimate,
    worse_low as ci_low,
    worse_high as ci_high,
    worse_by_chance as null_mean,
    worse_p_value as p_value,
    n_families
from reporting.rpt_item_benchmarks
where worse_share is not null
order by benchmark_order asc, benchmark_name asc;
