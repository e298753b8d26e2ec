-- Items by how many models have them right, and how many of the ablest; of many items those that are easy
-- for all are left out first.
select
    benchmark_name,
    item,
    share_right,
    share_right_able,
    p_bad,
    fdr,
    if(is_suspect, 'suspect', 'sound') as kind,
    n_evaluations,
    n_clusters
from reporting.rpt_item_suspects
where status = 'ok' and place <= 1500
order by benchmark_order asc, benchmark_id asc, place desc;
