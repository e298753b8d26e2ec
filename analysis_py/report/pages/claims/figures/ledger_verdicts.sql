-- How many claims of the first paper have which verdict, by what they are judged by.
with claims as (
    -- what was printed stays beside a claim on every population
    select
        * replace (
            first_value(published) over claim as published, first_value(recovered) over claim as recovered
        )
    from reporting.rpt_claims
    where
        is_first_paper and is_in_report
        -- single answers are of no population to choose from
        and cohort_id in (select cohorts.cohort_id from marts.dim_cohorts as cohorts)
    window claim as (partition by claim_id order by is_papers_population desc)
),

papers as (
    select
        arg_min(cohort_id, cohort_order) filter (where is_papers_population) as papers_cohort_id,
        any_value(cohort_id) filter (where cohort_role = 'headline') as headline_cohort_id
    from claims
),

judged as (
    -- claims on the supplementary data stand beside the others under the paper's rows and those of its day,
    -- as in rpt_paper_claims, and under their own
    select * replace (if(is_papers_population, papers_cohort_id, cohort_id) as cohort_id) from claims, papers
    union all by name
    select * replace (unnest(populations) as cohort_id)
    from (
        -- a project without January's rows has no such population
        select *, list_filter([cohort_id, headline_cohort_id], lambda each: each is not null) as populations
        from claims, papers
        where is_papers_population and cohort_id != papers_cohort_id
    ) as supplementary
),

verdicts as (
    unpivot judged on published, recovered, same_method, sound_method into name basis value verdict
),

counted as (
    select
        cohort_id,
        basis,
        verdict,
        count(*) as n_claims
    from verdicts
    where verdict != 'not_applicable'
    group by all
),

bases (basis, basis_order, judged_by) as (
    values
    ('published', 1, 'printed tables'), ('recovered', 2, 'what they imply'),
    ('same_method', 3, 'the paper''s method'), ('sound_method', 4, 'a sounder method')
),

totals as (
    select
        *,
        sum(n_claims) over whole as n_judged
    from counted
    window whole as (partition by cohort_id, basis)
),

words (verdict, verdict_order, symbol) as (
    values
    ('supported', 1, '+'), ('contradicted', 2, '×'), ('inconclusive', 3, '?'), ('not_testable', 4, '–')
)

select
    cohort_id,
    basis_order,
    format('{}|n = {}', judged_by, n_judged) as judged_by,
    verdict_order,
    format('{} {}', symbol, replace(verdict, '_', ' ')) as verdict,
    n_claims,
    100 * sum(n_claims) over upto / n_judged as to_pct,
    to_pct - 100 * n_claims / n_judged as from_pct,
    format('{} {}', symbol, n_claims) as label
from totals inner join bases using (basis) inner join words using (verdict)
window upto as (partition by cohort_id, basis order by verdict_order)
order by cohort_id, basis_order, verdict_order;
