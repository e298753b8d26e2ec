-- What the papers' claims come to on each population of which only the statistics of today are computed.
with populations as (

    select *
    from marts.dim_cohorts
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

),

-- a claim on several benchmarks of a population is counted once on each
counted as (

    select
        verdicts.cohort_id,
        count(distinct verdicts.claim_id) as n_claims,
        count(distinct verdicts.claim_id) filter (where verdicts.verdict = 'not_applicable') as n_not_applicable,
        count(distinct verdicts.claim_id) filter (where verdicts.verdict = 'not_testable') as n_not_testable,
        count(*) filter (where verdicts.verdict = 'supported') as n_supported,
        count(*) filter (where verdicts.verdict = 'contradicted') as n_contradicted,
        count(*) filter (where verdicts.verdict = 'inconclusive') as n_inconclusive
    from claims.claim_verdicts_today as verdicts
    inner join claims.dim_claims as claims on verdicts.claim_id = claims.claim_id and claims.claim_source != 'own'
    group by verdicts.cohort_id

)

select
    populations.cohort_name,
    counted.* exclude (cohort_id)
from counted
inner join populations on counted.cohort_id = populations.cohort_id
order by populations.n_evaluations desc, populations.cohort_name asc;
