{% set bases = ['published', 'recovered', 'same_method', 'sound_method'] %}

with against_tables as (

    select distinct claim_id from {{ ref('claim_verdicts') }}
    where basis in ('published', 'recovered') and verdict = 'contradicted'

),

-- cohorts that the report's ledger leaves out to stay small
unlisted as (

    select distinct cohort_id from {{ ref('claim_cohorts') }}
    where not is_in_report

),

-- a claim has one verdict per basis and cohort, so that max only picks it
wide as (

    select
        {% for basis in bases -%}
            max(verdict) filter (where basis = '{{ basis }}') as {{ basis }},
            max(detail) filter (where basis = '{{ basis }}') as {{ basis }}_detail,
            max(reading) filter (where basis = '{{ basis }}') as {{ basis }}_reading,
        {% endfor -%}
        claim_id,
        cohort_id
    from {{ ref('claim_verdicts') }}
    group by claim_id, cohort_id

)

select
    -- the claim
    claims.claim_id,
    claims.claim_source,
    claims.paper_id,
    papers.paper_name,
    coalesce(papers.paper_order = 1, false) as is_first_paper,
    claims.describes_sample,
    coalesce(topics.subject, papers.paper_name, 'Your own claims') as subject,
    coalesce(topics.subject_order, 99) as subject_order,
    claims.topic,
    coalesce(topics.topic_name, claims.topic) as topic_name,
    claims.section,
    claims.statement,
    claims.method,
    claims.statistic,
    claims.expected,
    claims.threshold,
    claims.measure,
    claims.level_a,
    claims.level_b,
    claims.group_a,
    claims.term,
    claims.decision,
    claims.decision_value,
    claims.benchmark_id,
    case claims.benchmark_id when 'all' then 'several' else benchmarks.benchmark_name end as benchmark_name,

    -- where it is asked
    wide.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    cohorts.cohort_order::integer as cohort_order,
    coalesce(roles.is_papers_rows and cohorts.suite = claims.suite, false) as is_papers_population,
    coalesce(roles.is_papers_day, false) as is_papers_day,
    coalesce(roles.is_in_report, unlisted.cohort_id is null) as is_in_report,

    -- the answers
    {% for basis in bases -%}
        wide.{{ basis }},
        wide.{{ basis }}_detail,
        wide.{{ basis }}_reading,
    {% endfor -%}
    against_tables.claim_id is not null as is_text_against_tables,
    survival.survival,
    survival.methods_compared
from wide
inner join {{ ref('dim_claims') }} as claims using (claim_id)
inner join {{ ref('int_claim_cohorts_listed') }} as cohorts using (cohort_id)
inner join {{ ref('claim_survival') }} as survival using (claim_id)
left join {{ ref('claim_cohorts') }} as roles using (paper_id, cohort_id)
left join unlisted using (cohort_id)
left join {{ ref('claim_topics') }} as topics on claims.topic = topics.topic
left join {{ ref('dim_papers') }} as papers using (paper_id)
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
left join against_tables using (claim_id)
