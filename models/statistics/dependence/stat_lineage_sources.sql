-- Every source has a row in every cohort, so that a share of 0 is seen.
with members as (

    select
        bridge.cohort_id,
        evaluations.evaluation_id,
        evaluations.base_family,
        evaluations.base_family_source,
        evaluations.lineage_family
    from {{ ref('bridge_cohort_evaluations') }} as bridge
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)

),

cohorts as (

    select
        cohort_id,
        count(*) as n_evaluations,
        count(distinct base_family) as n_clusters
    from members
    group by cohort_id

),

sources as (

    select
        unnest([
            { 'base_family_source': 'curated', 'source_order': 1, 'is_base_family_resolved': true },
            { 'base_family_source': 'declared base', 'source_order': 2, 'is_base_family_resolved': true },
            { 'base_family_source': 'name pattern', 'source_order': 3, 'is_base_family_resolved': true },
            { 'base_family_source': 'checkpoint', 'source_order': 4, 'is_base_family_resolved': true },
            { 'base_family_source': 'architecture and size', 'source_order': 5, 'is_base_family_resolved': true },
            { 'base_family_source': 'own root', 'source_order': 6, 'is_base_family_resolved': true },
            { 'base_family_source': 'merge parents', 'source_order': 7, 'is_base_family_resolved': true },
            { 'base_family_source': 'merges of the architecture', 'source_order': 8, 'is_base_family_resolved': false },
            { 'base_family_source': 'unresolved', 'source_order': 9, 'is_base_family_resolved': false }
        ], recursive := true)

)

select
    cohorts.cohort_id,
    sources.base_family_source,
    sources.source_order,
    sources.is_base_family_resolved,
    count(members.evaluation_id) as n_evaluations,
    count(members.evaluation_id) / cohorts.n_evaluations as share_of_evaluations,
    count(distinct members.base_family) as n_families,
    count(distinct members.lineage_family) as n_lineage_families,
    cohorts.n_clusters as n_clusters_of_cohort,
    '{{ var('unresolved_lineage') }}' as unresolved_lineage
from cohorts
cross join sources
left join members using (cohort_id, base_family_source)
group by
    cohorts.cohort_id, cohorts.n_evaluations, cohorts.n_clusters, sources.base_family_source, sources.source_order,
    sources.is_base_family_resolved
