-- The papers on trial: what each claims, how its claims fare, and the one that stands best and the one that
-- stands worst. A claim stands the better the more populations support it and the surer its test is.
select
    papers.* exclude (source),
    count(*) filter (where placed.verdict = 'supported') as n_supported,
    count(*) filter (where placed.verdict = 'contradicted') as n_contradicted,
    count(placed.one_way) filter (where placed.verdict = 'supported') as n_supported_one_way,
    count(placed.one_way) filter (where placed.verdict = 'contradicted') as n_contradicted_one_way,
    count(*) filter (where placed.verdict = 'inconclusive') as n_inconclusive,
    count(*) filter (where placed.verdict in ('supported', 'contradicted', 'inconclusive')) as n_tested,
    count(*) filter (where placed.verdict = 'not_testable') as n_not_testable,
    count(*) filter (where placed.verdict = 'not_applicable') as n_not_applicable,
    arg_min(
        placed.claim_id,
        (placed.n_contradicted, -placed.n_supported, coalesce(placed.p_value, 1), placed.claim_id)
    )
    filter (where placed.verdict = 'supported') as strongest_claim_id,
    arg_min(
        placed.statement,
        (placed.n_contradicted, -placed.n_supported, coalesce(placed.p_value, 1), placed.claim_id)
    )
    filter (where placed.verdict = 'supported') as strongest_statement,
    arg_min(
        placed.claim_id,
        (
            placed.verdict != 'contradicted',
            placed.n_supported,
            -placed.n_contradicted,
            -coalesce(placed.p_value, 0),
            placed.claim_id
        )
    ) filter (where placed.verdict in ('contradicted', 'inconclusive')) as weakest_claim_id,
    arg_min(
        placed.statement,
        (
            placed.verdict != 'contradicted',
            placed.n_supported,
            -placed.n_contradicted,
            -coalesce(placed.p_value, 0),
            placed.claim_id
        )
    ) filter (where placed.verdict in ('contradicted', 'inconclusive')) as weakest_statement
from {{ ref('dim_papers') }} as papers
left join {{ ref('rpt_paper_claims') }} as placed on papers.paper_id = placed.paper_id
group by all
