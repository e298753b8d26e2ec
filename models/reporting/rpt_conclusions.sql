with claims as (

    select
        conclusion_id,
        unnest(string_split(claim_ids, ' ')) as claim_id
    from {{ ref('paper_conclusions') }}

),

-- the soundest answer there is: all evaluations of the day before the paper's rows, a sound method
-- before the paper's own, and data before printed tables
ranked as (

    select
        claims.conclusion_id,
        claims.claim_id,
        verdicts.verdict,
        verdicts.detail,
        row_number() over (
            partition by claims.conclusion_id, claims.claim_id
            order by
                case verdicts.basis
                    when 'sound_method' then 1
                    when 'same_method' then 2
                    when 'recovered' then 3
                    else 4
                end,
                cohorts.is_papers_rows,
                verdicts.cohort_id
        ) as answer_rank
    from claims
    inner join {{ ref('claim_verdicts') }} as verdicts using (claim_id)
    inner join {{ ref('dim_claims') }} as stated using (claim_id)
    inner join {{ ref('claim_cohorts') }} as cohorts using (cohort_id, paper_id)
    where
        verdicts.verdict not in ('not_testable', 'not_applicable')
        and stated.suite = 'primary'
        and cohorts.is_papers_day

),

own_tables as (

    select
        claims.conclusion_id,
        count(distinct claims.claim_id) as n_contradicted_by_own_tables,
        arg_min(verdicts.detail, claims.claim_id || verdicts.basis || verdicts.cohort_id) as detail
    from claims
    inner join {{ ref('claim_verdicts') }} as verdicts using (claim_id)
    where verdicts.basis in ('published', 'recovered') and verdicts.verdict = 'contradicted'
    group by claims.conclusion_id

),

counted as (

    select
        conclusion_id,
        count(*) as n_claims,
        count(*) filter (where verdict = 'supported') as n_supported,
        count(*) filter (where verdict = 'contradicted') as n_contradicted,
        count(*) filter (where verdict = 'inconclusive') as n_inconclusive,
        -- what decides, else what supports, else what leaves it open; the first claim of those
        arg_min(
            detail,
            (case verdict when 'contradicted' then '1' when 'supported' then '2' else '3' end) || claim_id
        ) as detail
    from ranked
    where answer_rank = 1
    group by conclusion_id

)

select
    conclusions.conclusion_id,
    conclusions.conclusion_order,
    conclusions.conclusion,
    conclusions.quote,
    case
        when counted.n_contradicted > 0 then 'fails'
        when own_tables.n_contradicted_by_own_tables = counted.n_claims then 'fails'
        when counted.n_supported > counted.n_claims / 2 then 'stands'
        else 'open'
    end as verdict,
    counted.n_claims,
    counted.n_supported,
    counted.n_contradicted,
    counted.n_inconclusive,
    coalesce(own_tables.n_contradicted_by_own_tables, 0) as n_contradicted_by_own_tables,
    -- words that explain another verdict explain nothing
    case when conclusions.written_for = verdict then conclusions.why end as why,
    case
        when counted.n_contradicted > 0 then counted.detail
        else coalesce(own_tables.detail, counted.detail)
    end as detail,
    conclusions.claim_ids,
    conclusions.report_page
from {{ ref('paper_conclusions') }} as conclusions
inner join counted using (conclusion_id)
left join own_tables using (conclusion_id)
