-- The population that the printed Tukey tables and GAMM terms are about, and the cohort of its rows on which
-- the paper's own method is run again.
select
    cohorts.cohort_id,
    coalesce(reruns.cohort_id, cohorts.cohort_id) as rerun_cohort_id,
    cohorts.parameter_range_scheme,
    roles.paper_id
from {{ ref('claim_cohorts') }} as roles
inner join {{ ref('int_claim_cohorts_listed') }} as cohorts on roles.cohort_id = cohorts.cohort_id
left join {{ ref('dim_cohorts') }} as reruns
    on roles.same_method_on = reruns.cohort_id and reruns.status = 'ok'
where
    roles.is_papers_rows and cohorts.suite = 'primary'
    -- the first paper is the one with printed tables
    and roles.paper_id = (
        select arg_min(papers.paper_id, papers.paper_order) from {{ ref('papers') }} as papers
    )
