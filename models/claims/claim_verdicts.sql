-- The rules put in one table. A cell that no rule reached is not testable, for the reason that the
-- seed claim_limits gives; every cell has exactly one verdict.
{% set rules = [
    'populations', 'anovas', 'pairs', 'pair_counts', 'group_means', 'correlations', 'gamm_terms',
    'slopes', 'contrasts', 'curves', 'scores', 'clusters', 'emergence', 'agreement',
] %}

with cells as (

    select * from {{ ref('int_claim_cells_selected') }}

),

judged as (

    {% for rule in rules -%}
        select
            claim_id,
            basis,
            cohort_id,
            verdict,
            observed,
            detail
        from {{ ref('int_claims_judged_on_' ~ rule) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- the reason that is most to the point
limits as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        limits.reason
    from cells
    inner join {{ ref('claim_limits') }} as limits
        on cells.rule_family = limits.rule_family
        and coalesce(limits.measure, cells.measure) = cells.measure
        and coalesce(limits.basis, cells.basis) = cells.basis
    qualify row_number() over (
        partition by cells.claim_id, cells.basis, cells.cohort_id
        order by (limits.measure is null)::integer + (limits.basis is null)::integer, limits.reason
    ) = 1

)

select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    coalesce(judged.verdict, 'not_testable') as verdict,
    -- a figure that decides nothing, as one of three that a claim compares, is not what decided
    case when judged.verdict is not null then judged.observed end as observed,
    coalesce(
        judged.detail,
        limits.reason,
        'This population lacks what the claim is about: '
        || concat_ws(', ', cells.benchmark, cells.group_a, cells.group_b, cells.statistic) || '.'
    ) as detail
from cells
left join judged using (claim_id, basis, cohort_id)
left join limits using (claim_id, basis, cohort_id)
