-- The ledger on flat rows: each verdict beside the claim in words and the population it was judged on.
select
    -- the claim
    verdicts.claim_id,
    claims.claim_source,
    claims.paper_id,
    papers.paper_name,
    papers.title as paper_title,
    papers.paper_order,
    claims.section as claim_section,
    claims.topic as claim_topic,
    claims.statement,
    claims.benchmark_id,
    claims.factor,
    claims.level_a,
    claims.level_b,
    claims.decision,

    -- where it was asked
    verdicts.basis,
    verdicts.cohort_id,
    asked.cohort_name,
    asked.cohort_role,
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
from {{ ref('claim_verdicts') }} as verdicts
inner join {{ ref('dim_claims') }} as claims on verdicts.claim_id = claims.claim_id
inner join {{ ref('int_claim_cohorts_listed') }} as asked on verdicts.cohort_id = asked.cohort_id
-- single answers are of no snapshot
left join {{ ref('dim_cohorts') }} as cohorts on verdicts.cohort_id = cohorts.cohort_id
left join {{ ref('dim_snapshots') }} as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
left join {{ ref('dim_papers') }} as papers on claims.paper_id = papers.paper_id
