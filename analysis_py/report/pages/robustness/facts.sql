-- What the words of the page cite.
with
decisions as (
    select counts.*
    from reporting.rpt_decision_counts as counts
    inner join marts.dim_cohorts as cohorts using (cohort_id)
    order by counts.cohort_role is distinct from 'paper', cohorts.cohort_order
),

-- Contradictions within the printed tables, one line each.
flags as (
    select
        factor,
        benchmark_name,
        detail
    from claims.published_table_flags
    order by factor, benchmark_order, flag_order
),

printed as (
    select * from reporting.rpt_labels
    where n_pairs > 0
    order by
        list_position(
            ['parameter_range', 'training_type', 'architecture_family', 'architecture_family_5'], factor
        )
)

select
    array(select decisions from decisions) as decisions,
    array(select flags from flags) as flags,
    array(select printed from printed) as printed;
