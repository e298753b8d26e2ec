-- Each finding with what it comes to on every population, in the order of the table of sources.
select
    finding,
    list(
        {
            'cohort_name': cohort_name, 'verdict': verdict, 'n_significant': n_significant, 'n_trusted': n_trusted
        }
        order by n_evaluations desc, cohort_name
    ) as sources
from reporting.rpt_field_findings
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where is_widest
group by finding
order by
    count(*) filter (where verdict = 'significant on most') desc,
    count(*) filter (where verdict = 'significant on some') desc,
    finding;
