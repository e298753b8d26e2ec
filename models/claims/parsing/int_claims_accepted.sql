-- The claims that are judged, and the sign of the difference that each of them claims: as stated, or, where
-- it states none, as its own paper's table has it.
with claims as (

    select * exclude (reject_reason) from {{ ref('int_claims_checked') }}
    where reject_reason is null

),

measures as (

    select
        claims.claim_id,
        {{ pick_closest_measure('measures', 'decided_by') }},
        {{ pick_closest_measure('measures', 'combined_by') }},
        {{ pick_closest_measure('measures', 'observed_by') }},
        {{ pick_closest_measure('measures', 'cut') }},
        {{ pick_closest_measure('measures', 'one_way') }}
    from claims
    inner join {{ ref('claim_measures') }} as measures on {{ measure_applies('measures', 'claims') }}
    group by claims.claim_id

),

-- the tables are the first paper's; a claim names a pair in either order
printed as (

    select
        papers.paper_id,
        pairs.factor,
        pairs.benchmark_id,
        unnest([
            { 'group_a': pairs.group_a, 'group_b': pairs.group_b, 'estimate': pairs.estimate },
            { 'group_a': pairs.group_b, 'group_b': pairs.group_a, 'estimate': -pairs.estimate }
        ], recursive := true)
    from {{ ref('int_published_tukey_pairs_keyed') }} as pairs
    cross join (select arg_min(paper_id, paper_order) as paper_id from {{ ref('papers') }}) as papers

)

select
    claims.* exclude (rule_family, measure),
    coalesce(claims.rule_family, 'not_computed') as rule_family,
    coalesce(claims.measure, 'none') as measure,
    case
        when claims.decision in ('positive', 'negative') then claims.decision
        when claims.decision = 'significant' and printed.estimate > 0 then 'positive'
        when claims.decision = 'significant' and printed.estimate < 0 then 'negative'
    end as direction,
    measures.decided_by,
    measures.combined_by,
    measures.observed_by,
    measures.cut,
    measures.one_way,
    widths.widest
from claims
left join measures on claims.claim_id = measures.claim_id
left join {{ ref('claim_bases') }} as widths
    on claims.rule_family = widths.rule_family and claims.measure = widths.measure
    and widths.widest is not null
left join printed
    on claims.paper_id = printed.paper_id
    and claims.factor = printed.factor
    and claims.benchmark_id = printed.benchmark_id
    and claims.level_a = printed.group_a
    and claims.level_b = printed.group_b
