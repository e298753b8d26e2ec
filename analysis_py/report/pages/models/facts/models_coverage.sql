-- How often base families lay in intervals that had no say of them: families left out, and those that came next.
select
    cohort_name,
    predicted_from,
    case
        when judged_on = 'families left out' then 'like those before, left out'
        when calibrated_on = 'families left out' then 'like those before, the next families'
        else 'for the next family, the next families'
    end as tried,
    nominal,
    min(coverage) as lowest,
    max(coverage) as highest,
    median(median_width_pct) as median_width_pct,
    count(*) as n_benchmarks,
    count(*) filter (where is_held) as n_held,
    max(n_judged) as n_judged
from reporting.rpt_prediction_coverage
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where judged_on in ('families left out', 'next families')
group by cohort_name, n_evaluations, predicted_from, calibrated_on, judged_on, nominal
order by n_evaluations asc, cohort_name asc, predicted_from asc, nominal asc, calibrated_on asc, judged_on asc;
