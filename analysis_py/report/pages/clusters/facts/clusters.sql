-- Silhouettes, purities and shares of variance of each label, beside the paper's analysis of variance.
select
    cohort_id,
    cohort_name,
    factor,
    n_obs,
    n_levels,
    n_neighbours,
    n_permutations,
    silhouette,
    knn_purity,
    knn_purity_by_chance,
    adjusted_rand,
    adjusted_rand_p_value,
    is_adjusted_rand_significant,
    r_squared,
    r_squared_by_chance,
    r_squared_p_value,
    is_r_squared_significant,
    n_anovas,
    n_anovas_significant,
    anova_eta_squared
from reporting.rpt_clusters
where cohort_id in ('paper_2024_01', 'january_2024') and status = 'ok' and factor != 'architecture_family_5'
order by
    cohort_id != 'paper_2024_01',
    case factor when 'parameter_range' then 1 when 'architecture_family' then 2 else 3 end;
