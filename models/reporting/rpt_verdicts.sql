-- The ledger on flat rows: each verdict beside the claim in words and the population it was judged on.
with verdicts as (

    select * from {{ ref('claim_verdicts') }}

),

claims as (

    select * from {{ ref('dim_claims') }}

),

cohorts as (

    select * from {{ ref('dim_cohorts') }}

),

snapshots as (

    select * from {{ ref('dim_snapshots') }}

)

select
    -- the claim
    verdicts.claim_id,
    claims.claim_source,
    claims.paper_id,
    claims.section as claim_section,
    claims.topic as claim_topic,
    claims.statement,
    claims.benchmark_id,
    claims.factor,

    -- where it was asked
    verdicts.basis,
    verdicts.cohort_id,
    cohorts.cohort_name,
    cohorts.description as cohort_description,
    cohorts.snapshot_id,
    snapshots.taken_on,

    -- the answer
    verdicts.verdict,
    verdicts.observed,
    verdicts.detail,
    verdicts.reading,
    verdicts.unit,
    verdicts.n_obs,
    verdicts.n_bases,
    verdicts.type1_error
from verdicts
inner join claims on verdicts.claim_id = claims.claim_id
inner join cohorts on verdicts.cohort_id = cohorts.cohort_id
inner join snapshots on cohorts.snapshot_id = snapshots.snapshot_id
