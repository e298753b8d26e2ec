-- How a claim fares as the population grows and as the method gets better: where its verdicts differ from the
-- one on the paper's rows and between methods, and what all of them together say of the claim. An import is
-- judged apart from the boards.
with papers_rows as (

    select * from {{ ref('claim_cohorts') }}
    where is_papers_rows

),

verdicts as (

    select
        verdicts.claim_id,
        verdicts.basis,
        verdicts.cohort_id,
        verdicts.verdict,
        verdicts.verdict in ('supported', 'contradicted') as is_decided,
        cohorts.cohort_order,
        max(verdicts.verdict) filter (where papers_rows.paper_id is not null)
            over (partition by verdicts.claim_id, verdicts.basis) as first_verdict,
        max(verdicts.verdict) filter (where verdicts.basis = 'sound_method')
            over (partition by verdicts.claim_id, verdicts.cohort_id) as sound_verdict,
        -- a flip is from supported to contradicted or back; an open verdict is not a flip
        coalesce(
            is_decided and first_verdict in ('supported', 'contradicted')
            and verdicts.verdict != first_verdict,
            false
        )
            as is_flip
    from {{ ref('claim_verdicts') }} as verdicts
    inner join {{ ref('dim_claims') }} as claims on verdicts.claim_id = claims.claim_id
    inner join {{ ref('int_claim_cohorts_listed') }} as cohorts
        on verdicts.cohort_id = cohorts.cohort_id and not cohorts.is_import
    -- a claim whose paper has no rows here, and your own, start from those of the first paper
    left join papers_rows
        on verdicts.cohort_id = papers_rows.cohort_id and claims.suite = cohorts.suite
        and papers_rows.paper_id = case
            when claims.paper_id in (select others.paper_id from papers_rows as others) then claims.paper_id
            else (select arg_min(papers.paper_id, papers.paper_order) from {{ ref('papers') }} as papers)
        end

),

summed as (

    select
        claim_id,
        {% for flips, condition in {
            'population_flips': 'is_flip',
            'method_flips':
                "is_decided and sound_verdict in ('supported', 'contradicted') and sound_verdict != verdict",
            'method_doubts': "is_decided and sound_verdict = 'inconclusive'",
        }.items() -%}
            coalesce(
                string_agg(cohort_id, ', ' order by cohort_order) filter (
                    where basis = 'same_method' and {{ condition }}
                ), ''
            ) as {{ flips }},
        {% endfor -%}
        count(*) filter (where is_decided and basis in ('same_method', 'sound_method')) as n_decided,
        count(*) filter (
            where verdict = 'supported' and basis in ('same_method', 'sound_method')
        ) as n_supported,
        n_decided - n_supported as n_contradicted,
        count(*) filter (where is_decided and basis = 'sound_method') as n_decided_soundly,
        count(distinct verdict) filter (
            where is_decided and basis = 'same_method'
        ) as n_verdicts_of_same_method,
        bool_and(verdict = 'not_applicable') filter (
            where basis in ('same_method', 'sound_method')
        ) as is_not_applicable
    from verdicts
    group by claim_id

)

select
    summed.* exclude (n_verdicts_of_same_method, is_not_applicable),
    case
        when claims.rule_family = 'pair' and claims.factor = 'training_type'
            then 'Tukey HSD against clustered differences, adjusted for size and not'
        when claims.rule_family = 'population' and claims.describes_sample then 'none'
        else coalesce(compared.methods_compared, 'none')
    end as methods_compared,
    case
        when summed.is_not_applicable then 'not applicable'
        when summed.n_decided = 0 then 'never decided'
        -- a claim without a sound verdict neither holds nor fails
        when summed.n_decided_soundly = 0 then 'decided by no sound method'
        when summed.n_contradicted = 0 and summed.method_doubts = '' then 'holds everywhere'
        when summed.n_contradicted = 0 then 'holds where decided'
        when summed.n_supported = 0 then 'fails wherever decided'
        when summed.method_flips = '' then 'depends on population'
        when summed.n_verdicts_of_same_method > 1 then 'depends on population and method'
        else 'depends on method'
    end as survival
from summed
inner join {{ ref('dim_claims') }} as claims on summed.claim_id = claims.claim_id
left join {{ ref('claim_bases') }} as compared
    on claims.rule_family = compared.rule_family and compared.methods_compared is not null
