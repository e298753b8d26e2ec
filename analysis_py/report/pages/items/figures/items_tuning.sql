-- What tuned models gain over their bases, by kind of question or part of the benchmark.
select
    benchmark_name,
    replace(split_part(label, ':', -1), '_', ' ') as label,
    row_number() over (partition by benchmark_id order by tuning.net desc, label asc) as place,
    tuning.net,
    ci_low,
    ci_high,
    p_adjusted,
    is_significant,
    n_items,
    n_pairs,
    n_makers,
    all_items.net as mean_net,
    data_source
from statistics.stat_item_tuning as tuning
inner join (
    select benchmark_id, net, n_items as n_all from statistics.stat_item_tuning where aspect = 'benchmark'
) as all_items using (benchmark_id)
inner join (
    select benchmark_id, benchmark_name, data_source from reporting.rpt_item_benchmarks
) as sources using (benchmark_id)
where tuning.aspect != 'benchmark' and tuning.status = 'ok'
order by
    max(n_makers) over (partition by benchmark_id) desc,
    count(*) over (partition by benchmark_id) desc,
    benchmark_name asc,
    place asc;
