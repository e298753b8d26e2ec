-- The levels that come closest to clusters of their own, on the paper's rows.
select
    factor,
    level,
    n_obs,
    silhouette,
    knn_purity,
    expected_purity
from reporting.rpt_cluster_levels
where cohort_role = 'paper' and status = 'ok' and factor != 'architecture_family_5'
order by silhouette desc;
