-- How many evaluations have a base that a rule finds, and what hangs on who is taken for related.
with sources as (
    select
        cohort_id,
        any_value(unresolved_lineage) as unresolved_lineage,
        (sum(n_evaluations) filter (base_family_source = 'unresolved'))::bigint as n_unresolved,
        sum(n_evaluations)::bigint as n_evaluations
    from reporting.rpt_lineage_sources
    group by cohort_id
)

select
    cohort_name,
    n_unresolved,
    n_evaluations,
    count(*) filter (factor = 'parameter_range') as n_ranges,
    count(*) filter (factor = 'parameter_range' and is_decision_changed) as n_ranges_changed,
    count(*) filter (factor = 'training_type') as n_types,
    count(*) filter (factor = 'training_type' and is_decision_changed) as n_types_changed
from reporting.rpt_lineage_sensitivity
-- the coarser line, with what is unresolved as in the other tables
inner join sources using (cohort_id, unresolved_lineage)
where lineage = 'lineage_family' and status = 'ok' and cohort_role in ('paper', 'headline')
group by cohort_role, cohort_name, n_unresolved, n_evaluations
order by cohort_role desc;
