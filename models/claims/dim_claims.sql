-- depends_on: {{ ref('quality_gate') }}
with claims as (

    select * from {{ ref('int_claims_checked') }}
    where reject_reason is null and claim_id = reading_of

)

select
    claim_id,
    claim_source,
    paper_id,
    section,
    topic,
    statement,
    method,
    benchmark,
    group_a,
    group_b,
    statistic,
    expected,
    threshold,
    coalesce(rule_family, 'not_computed') as rule_family,
    coalesce(measure, 'none') as measure,
    suite,
    benchmark_id,
    factor,
    level_a,
    level_b,
    size_a,
    size_b,
    size_a_low_b,
    size_a_high_b,
    size_b_low_b,
    size_b_high_b,
    gamm,
    term,
    is_scaled,
    decision,
    decision_value,
    tolerance,
    significance_level,
    threshold_value,
    describes_sample
from claims
