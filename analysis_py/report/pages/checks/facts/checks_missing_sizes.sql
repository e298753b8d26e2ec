-- What the evaluations of unknown size could change in comparisons of sizes.
select
    cohorts.cohort_name,
    max(sizes.n_unknown) as n_unknown,
    max(sizes.share_unknown) as share_unknown,
    count(*) as n_comparisons,
    count(*) filter (where sizes.is_decision_changed_calibrated) as n_changed,
    count(sizes.bound_low) as n_bounded,
    count(*) filter (where sizes.sign_holds) as n_holding
from statistics.stat_missing_sizes as sizes
inner join marts.dim_cohorts as cohorts on sizes.cohort_id = cohorts.cohort_id
where sizes.status = 'ok'
group by cohorts.cohort_id, cohorts.cohort_name, cohorts.n_evaluations
order by cohorts.n_evaluations asc, cohorts.cohort_id asc;
