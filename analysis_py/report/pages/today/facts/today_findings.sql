-- Each finding with what it comes to on every population, in the order of the table of sources.
with populations as (

    select *
    from marts.dim_cohorts
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

)

select
    findings.finding,
    list(
        {
            'cohort_name': populations.cohort_name,
            'verdict': findings.verdict,
            'n_significant': findings.n_significant,
            'n_trusted': findings.n_trusted
        }
        order by populations.n_evaluations desc, populations.cohort_name
    ) as sources
from statistics.stat_field_findings as findings
inner join populations on findings.cohort_id = populations.cohort_id
group by findings.finding
order by
    count(*) filter (where findings.verdict = 'significant on most') desc,
    count(*) filter (where findings.verdict = 'significant on some') desc,
    findings.finding;
