-- What the evaluations of unknown size could change in comparisons of sizes.
select
    cohort_name,
    max(n_unknown) as n_unknown,
    max(share_unknown) as share_unknown,
    count(*) as n_comparisons,
    count(*) filter (where is_decision_changed_calibrated) as n_changed,
    count(bound_low) as n_bounded,
    count(*) filter (where sign_holds) as n_holding
from reporting.rpt_missing_sizes
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where rpt_missing_sizes.status = 'ok'
group by cohort_id, cohort_name, n_evaluations
order by n_evaluations asc, cohort_id asc;
