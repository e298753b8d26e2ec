-- How a claim fares as the population grows and as the method gets better, each claim once.
with counted as (

    select
        verdicts.claim_id,
        -- a flip is from supported to contradicted or back; doubt is no flip
        string_agg(verdicts.cohort_id, ', ' order by verdicts.cohort_order)
        filter (where verdicts.basis = 'same_method' and verdicts.is_flip) as population_flips,
        string_agg(verdicts.cohort_id, ', ' order by verdicts.cohort_order)
        filter (where verdicts.is_decided and sound.is_decided and sound.verdict != verdicts.verdict) as method_flips,
        string_agg(verdicts.cohort_id, ', ' order by verdicts.cohort_order)
        filter (where verdicts.is_decided and sound.verdict = 'inconclusive') as method_doubts,
        count(*) filter (where verdicts.is_decided and verdicts.basis in ('same_method', 'sound_method')) as n_decided,
        count(*) filter (where verdicts.verdict = 'supported' and verdicts.basis in ('same_method', 'sound_method')) as n_supported,
        n_decided - n_supported as n_contradicted,
        count(*) filter (where verdicts.is_decided and verdicts.basis = 'sound_method') as n_decided_soundly,
        count(distinct verdicts.verdict) filter (where verdicts.is_decided and verdicts.basis = 'same_method')
            as n_verdicts_of_same_method,
        bool_and(verdicts.verdict = 'not_applicable') filter (where verdicts.basis in ('same_method', 'sound_method'))
            as is_not_applicable
    from {{ ref('int_claim_verdicts_compared') }} as verdicts
    left join {{ ref('int_claim_verdicts_compared') }} as sound
        on verdicts.claim_id = sound.claim_id and verdicts.cohort_id = sound.cohort_id
        and verdicts.basis = 'same_method' and sound.basis = 'sound_method'
    group by verdicts.claim_id

)

select
    claims.claim_id,
    coalesce(counted.population_flips, '') as population_flips,
    coalesce(counted.method_flips, '') as method_flips,
    coalesce(counted.method_doubts, '') as method_doubts,
    case
        when claims.rule_family = 'pair' and claims.factor = 'training_type'
            then 'Tukey HSD against clustered differences, adjusted for size and not'
        when claims.rule_family = 'population' and claims.describes_sample then 'none'
        else coalesce(units.methods_compared, 'none')
    end as methods_compared,
    counted.n_decided,
    counted.n_supported,
    counted.n_contradicted,
    counted.n_decided_soundly,
    case
        when counted.is_not_applicable then 'not applicable'
        when counted.n_decided = 0 then 'never decided'
        -- what no sound method decides neither holds nor fails
        when counted.n_decided_soundly = 0 then 'decided by no sound method'
        when counted.n_contradicted = 0 and counted.method_doubts is null then 'holds everywhere'
        when counted.n_contradicted = 0 then 'holds where decided'
        when counted.n_supported = 0 then 'fails wherever decided'
        when counted.method_flips is null then 'depends on population'
        when counted.n_verdicts_of_same_method > 1 then 'depends on population and method'
        else 'depends on method'
    end as survival
from {{ ref('dim_claims') }} as claims
inner join counted on claims.claim_id = counted.claim_id
left join {{ ref('claim_units') }} as units on claims.rule_family = units.rule_family and units.basis = 'sound_method'
