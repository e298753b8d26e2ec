-- Items by how many models have them right, and how many of the ablest; of many items those that are easy
-- for all are left out first.
select
    benchmarks.benchmark_name,
    item,
    share_right,
    share_right_able,
    p_bad,
    fdr,
    if(is_suspect, 'suspect', 'sound') as kind,
    n_evaluations,
    n_clusters,
    data_source
from statistics.stat_item_suspects
inner join marts.dim_benchmarks as benchmarks using (benchmark_id)
inner join (select benchmark_id, data_source from reporting.rpt_item_benchmarks) as sources using (benchmark_id)
where status = 'ok' and place <= 1500
order by benchmarks.benchmark_order asc, benchmark_id asc, place desc;
