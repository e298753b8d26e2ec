-- How a claim fares as the population grows and as the method gets better, each claim once.
with verdicts as (

    select * from {{ ref('claim_verdicts') }}
    -- an import is judged apart from the boards
    where cohort_id in (select cohorts.cohort_id from {{ ref('int_claim_cohorts_listed') }} as cohorts where not cohorts.is_import)

),

claims as (

    select * from {{ ref('dim_claims') }}

),

papers_with_rows as (

    select distinct paper_id from {{ ref('claim_cohorts') }}
    where is_papers_rows

),

-- what later populations are compared with
first as (

    select
        claims.claim_id,
        verdicts.cohort_id,
        verdicts.basis,
        verdicts.verdict
    from claims
    inner join verdicts using (claim_id)
    inner join {{ ref('claim_cohorts') }} as roles
        -- a claim whose paper has no rows here, and your own, start from those of the first paper
        on roles.paper_id = case
            when claims.paper_id in (select papers_with_rows.paper_id from papers_with_rows) then claims.paper_id
            else (select arg_min(papers.paper_id, papers.paper_order) from {{ ref('papers') }} as papers)
        end
        and verdicts.cohort_id = roles.cohort_id
        and roles.is_papers_rows
    inner join {{ ref('int_claim_cohorts_listed') }} as cohorts
        on verdicts.cohort_id = cohorts.cohort_id and claims.suite = cohorts.suite
    where verdicts.basis in ('same_method', 'sound_method')

),

wide as (

    select
        claim_id,
        count(*) filter (where verdict in ('supported', 'contradicted') and basis in ('same_method', 'sound_method'))
            as n_decided,
        count(*) filter (where verdict = 'supported' and basis in ('same_method', 'sound_method')) as n_supported,
        count(*) filter (where verdict = 'contradicted' and basis in ('same_method', 'sound_method')) as n_contradicted,
        count(distinct verdict) filter (where verdict in ('supported', 'contradicted') and basis = 'same_method')
            as n_verdicts_of_same_method,
        bool_and(verdict = 'not_applicable') filter (where basis in ('same_method', 'sound_method')) as is_not_applicable
    from verdicts
    group by claim_id

),

-- a flip is from supported to contradicted or back; doubt is no flip
flips as (

    select
        verdicts.claim_id,
        string_agg(verdicts.cohort_id, ', ' order by cohorts.cohort_order) as population_flips
    from verdicts
    inner join first on verdicts.claim_id = first.claim_id and verdicts.basis = first.basis
    inner join {{ ref('int_claim_cohorts_listed') }} as cohorts on verdicts.cohort_id = cohorts.cohort_id
    where
        verdicts.basis = 'same_method'
        and verdicts.verdict in ('supported', 'contradicted')
        and first.verdict in ('supported', 'contradicted')
        and verdicts.verdict != first.verdict
    group by verdicts.claim_id

),

method_flips as (

    select
        same.claim_id,
        string_agg(same.cohort_id, ', ' order by cohorts.cohort_order)
        filter (where sound.verdict in ('supported', 'contradicted') and sound.verdict != same.verdict) as method_flips,
        string_agg(same.cohort_id, ', ' order by cohorts.cohort_order)
        filter (where sound.verdict = 'inconclusive') as method_doubts
    from verdicts as same
    inner join verdicts as sound
        on same.claim_id = sound.claim_id and same.cohort_id = sound.cohort_id
        and same.basis = 'same_method' and sound.basis = 'sound_method'
    inner join {{ ref('int_claim_cohorts_listed') }} as cohorts on same.cohort_id = cohorts.cohort_id
    where same.verdict in ('supported', 'contradicted')
    group by same.claim_id

)

select
    claims.claim_id,
    coalesce(flips.population_flips, '') as population_flips,
    coalesce(method_flips.method_flips, '') as method_flips,
    coalesce(method_flips.method_doubts, '') as method_doubts,
    case claims.rule_family
        when 'pair'
            then case claims.factor
                when 'training_type' then 'Tukey HSD against size-adjusted, clustered differences'
                else 'Tukey HSD against cluster-robust differences'
            end
        when 'pair_count' then 'Tukey HSD against clustered differences'
        when 'group_mean' then 'means of evaluations against clustered differences'
        when 'anova' then 'analysis of variance against clustered differences'
        when 'correlation' then 'Pearson over evaluations against Spearman over base families'
        when 'gamm_term' then 'p-value of the term against the simultaneous band of its slope, base families apart'
        when 'gamm_slope' then 'pointwise against simultaneous bands, base families apart'
        when 'gamm_contrast' then 'independent against worst-case standard errors, base families apart'
        when 'score_test' then 'evaluations against base families'
        when 'population' then case when claims.describes_sample then 'none' else 'evaluations against models' end
        when 'curve_similarity' then 'curves without and with a random effect of base family'
        else 'none'
    end as methods_compared,
    wide.n_decided,
    wide.n_supported,
    wide.n_contradicted,
    case
        when wide.is_not_applicable then 'not applicable'
        when wide.n_decided = 0 then 'never decided'
        when wide.n_contradicted = 0 and method_flips.method_doubts is null then 'holds everywhere'
        when wide.n_contradicted = 0 then 'holds where decided'
        when wide.n_supported = 0 then 'fails wherever decided'
        when method_flips.method_flips is null then 'depends on population'
        when wide.n_verdicts_of_same_method > 1 then 'depends on population and method'
        else 'depends on method'
    end as survival
from claims
inner join wide using (claim_id)
left join flips using (claim_id)
left join method_flips using (claim_id)
