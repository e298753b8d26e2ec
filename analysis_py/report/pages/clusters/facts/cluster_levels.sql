-- The levels that come closest to clusters of their own, on the paper's rows and on all of that day.
select
    cohort_id,
    cohort_name,
    factor,
    level,
    n_obs,
    silhouette,
    knn_purity,
    expected_purity
from statistics.stat_cluster_levels
inner join marts.dim_cohorts using (cohort_id)
where
    cohort_id in ('paper_2024_01', 'january_2024') and stat_cluster_levels.status = 'ok'
    and factor != 'architecture_family_5'
order by cohort_id != 'paper_2024_01', silhouette desc;
