-- What the paper's rows and its printed tables say of each label of models.
with anovas as (

    select
        tests.factor,
        count(*) as n_anovas,
        count(*) filter (where tests.is_significant) as n_anovas_significant
    from {{ ref('stat_multiplicity') }} as tests
    inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
    where cohorts.cohort_role = 'paper' and tests.method = 'classic' and tests.status = 'ok'
    group by tests.factor

),

clusters as (

    select
        factor,
        max(n_obs) as n_obs,
        max(estimate) filter (where index_name = 'silhouette') as silhouette,
        max(estimate) filter (where index_name = 'knn_purity') as knn_purity,
        max(null_mean) filter (where index_name = 'knn_purity') as knn_purity_by_chance,
        max(estimate) filter (where index_name = 'permanova_r_squared') as r_squared
    from {{ ref('stat_cluster_validity') }}
    where cohort_role = 'paper' and status = 'ok'
    group by factor

),

printed as (

    select
        factor,
        count(*) as n_tables,
        sum(n_flags)::bigint as n_flags,
        string_agg(distinct missing_groups, '; ' order by missing_groups)
        filter (where missing_groups != '' and n_obs is not null) as missing_groups,
        min(n_obs) filter (where missing_groups != '') as n_obs_without_missing
    from {{ ref('published_tables_recovered') }}
    group by factor

),

most as (

    select max(n_obs) as n_obs_most
    from {{ ref('published_tables_recovered') }}

),

printed_pairs as (

    select
        factor,
        count(*) as n_pairs,
        count(*) filter (where is_same_decision) as n_same,
        count(*) filter (where is_significant_published and not is_significant) as n_printed_only,
        count(*) filter (where is_significant and not is_significant_published) as n_rebuilt_only
    from {{ ref('published_pairs_compared') }}
    group by factor

)

select
    factor,
    clusters.n_obs,
    clusters.silhouette,
    clusters.knn_purity,
    clusters.knn_purity_by_chance,
    clusters.r_squared,
    coalesce(anovas.n_anovas, 0) as n_anovas,
    coalesce(anovas.n_anovas_significant, 0) as n_anovas_significant,
    coalesce(printed.n_tables, 0) as n_tables,
    coalesce(printed.n_flags, 0) as n_flags,
    printed.missing_groups,
    printed.n_obs_without_missing,
    case when printed.missing_groups is not null then most.n_obs_most end as n_obs_most,
    coalesce(printed_pairs.n_pairs, 0) as n_pairs,
    coalesce(printed_pairs.n_same, 0) as n_same,
    coalesce(printed_pairs.n_printed_only, 0) as n_printed_only,
    coalesce(printed_pairs.n_rebuilt_only, 0) as n_rebuilt_only
from {{ ref('factors') }}
cross join most
left join clusters using (factor)
left join anovas using (factor)
left join printed using (factor)
left join printed_pairs using (factor)
