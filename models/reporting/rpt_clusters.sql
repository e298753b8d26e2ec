-- Does a label make clusters? The indices of one label side by side, beside what analysis of variance says of it.
with indices as (

    select
        cohort_id,
        factor,
        max(estimate) filter (where index_name = 'silhouette') as silhouette,
        max(estimate) filter (where index_name = 'knn_purity') as knn_purity,
        max(null_mean) filter (where index_name = 'knn_purity') as knn_purity_by_chance,
        max(p_value) filter (where index_name = 'knn_purity') as knn_purity_p_value,
        max(estimate) filter (where index_name = 'adjusted_rand') as adjusted_rand,
        max(p_value) filter (where index_name = 'adjusted_rand') as adjusted_rand_p_value,
        max(estimate) filter (where index_name = 'permanova_r_squared') as r_squared,
        max(null_mean) filter (where index_name = 'permanova_r_squared') as r_squared_by_chance,
        max(p_value) filter (where index_name = 'permanova_r_squared') as r_squared_p_value,
        max(n_levels) as n_levels,
        max(n_neighbours) as n_neighbours,
        max(n_permutations) as n_permutations,
        max(n_obs) as n_obs,
        max(n_dropped) as n_dropped,
        any_value(status) as status
    from {{ ref('stat_cluster_validity') }}
    group by cohort_id, factor

),

-- the paper's own test, one benchmark at a time
anovas as (

    select
        cohort_id,
        factor,
        count(*) as n_anovas,
        count(*) filter (where tests.is_significant) as n_anovas_significant,
        avg(anovas.eta_squared order by benchmark_id) as anova_eta_squared
    from {{ ref('stat_anova') }} as anovas
    inner join {{ ref('stat_multiplicity') }} as tests using (cohort_id, benchmark_id, factor, method)
    where method = 'classic' and anovas.p_value is not null
    group by cohort_id, factor

)

select
    indices.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    indices.* exclude (cohort_id),
    {{ is_significant(holm('indices.adjusted_rand_p_value', 'indices.cohort_id')) }} as is_adjusted_rand_significant,
    {{ is_significant(holm('indices.r_squared_p_value', 'indices.cohort_id')) }} as is_r_squared_significant,
    coalesce(anovas.n_anovas, 0) as n_anovas,
    coalesce(anovas.n_anovas_significant, 0) as n_anovas_significant,
    anovas.anova_eta_squared
from indices
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
left join anovas using (cohort_id, factor)
