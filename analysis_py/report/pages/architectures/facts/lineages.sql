-- How many evaluations have a base that a rule finds, and what hangs on who is taken for related.
with sources as (
    select
        cohort_id,
        (sum(n_evaluations) filter (base_family_source = 'unresolved'))::bigint as n_unresolved,
        sum(n_evaluations)::bigint as n_evaluations
    from statistics.stat_lineage_sources
    group by cohort_id
),

decisions as (
    select
        cohort_id,
        count(*) filter (factor = 'parameter_range') as n_ranges,
        count(*) filter (factor = 'parameter_range' and is_decision_changed) as n_ranges_changed,
        count(*) filter (factor = 'training_type') as n_types,
        count(*) filter (factor = 'training_type' and is_decision_changed) as n_types_changed
    from statistics.stat_lineage_sensitivity
    -- the coarser line, with what is unresolved as in the other tables
    where
        lineage = 'lineage_family' and status = 'ok'
        and unresolved_lineage in (select unresolved_lineage from statistics.stat_lineage_sources)
    group by cohort_id
)

select
    cohort_name,
    n_unresolved,
    sources.n_evaluations,
    n_ranges,
    n_ranges_changed,
    n_types,
    n_types_changed
from sources
inner join decisions using (cohort_id)
inner join marts.dim_cohorts using (cohort_id)
where cohort_id in ('paper_2024_01', 'january_2024')
order by cohort_id desc;
