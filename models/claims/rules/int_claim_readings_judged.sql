-- The rules put in one table: every reading of a claim on every basis and population has one verdict.
-- A cell that no rule reached is not testable, for the reason that the seed claim_limits gives, and one
-- about the paper's own sample is not applicable to data of ours.
{% set rules = [
    'populations', 'anovas', 'pairs', 'pair_counts', 'group_means', 'correlations', 'gamm_terms',
    'slopes', 'contrasts', 'curves', 'scores', 'base_families', 'named_models', 'clusters', 'emergence', 'agreement',
] %}

with cells as (

    select * from {{ ref('int_claim_cells_selected') }}

),

judged as (

    {% for rule in rules -%}
        select * from {{ ref('int_claims_judged_on_' ~ rule) }}
        {% if not loop.last %}union all by name{% endif %}
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
        order by limits.measure is null, limits.basis is null
    ) = 1

),

-- what a verdict of each kind counts as one observation, and what it does about dependence
units as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        units.unit,
        units.dependence
    from cells
    inner join {{ ref('claim_units') }} as units
        on cells.basis = units.basis
        and coalesce(units.rule_family, cells.rule_family) = cells.rule_family
    qualify row_number() over (
        partition by cells.claim_id, cells.basis, cells.cohort_id
        order by (units.rule_family is null)::integer
    ) = 1

),

decided as (

    select
        cells.claim_id as reading_id,
        cells.reading_of as claim_id,
        cells.basis,
        cells.cohort_id,
        cells.measure,
        cells.describes_sample and cells.basis in ('same_method', 'sound_method') and cells.cohort_status = 'ok'
            as is_not_applicable,
        case
            when is_not_applicable then 'not_applicable'
            else coalesce(judged.verdict, 'not_testable')
        end as verdict,
        not is_not_applicable and coalesce(judged.verdict, '') in ('supported', 'contradicted', 'inconclusive') as is_judged,
        judged.* exclude (claim_id, basis, cohort_id, verdict),
        case
            when cells.cohort_status != 'ok' then concat('The population could not be computed: ', cells.cohort_status, '.')
            else limits.reason
        end as reason,
        units.unit,
        units.dependence,
        concat_ws(', ', cells.benchmark, cells.group_a, cells.group_b, cells.statistic) as what
    from cells
    left join judged
        on cells.claim_id = judged.claim_id and cells.basis = judged.basis and cells.cohort_id = judged.cohort_id
    left join limits
        on cells.claim_id = limits.claim_id and cells.basis = limits.basis and cells.cohort_id = limits.cohort_id
    left join units
        on cells.claim_id = units.claim_id and cells.basis = units.basis and cells.cohort_id = units.cohort_id

)

select
    reading_id,
    claim_id,
    basis,
    cohort_id,
    verdict,
    -- a figure that decides nothing, as one of three that a claim compares, is not what decided
    case when is_judged then observed end as observed,
    case
        when is_not_applicable and measure = 'n_items'
            then 'The claim describes the benchmark, which no population confirms or denies.'
        when is_not_applicable and measure = 'observed_models'
            then 'The claim reports what models scored that it names and that this population lacks; of others it is neither true nor false.'
        when is_not_applicable
            then 'The claim describes the paper''s own sample; this population is another one, of which it is neither true nor false.'
        when is_judged then concat_ws(' ', detail, dependence)
        else coalesce(detail, reason, concat('This population lacks what the claim is about: ', what, '.'))
    end as detail,
    case when is_judged then evidence end as evidence,
    case when is_judged then unit end as unit,
    case when is_judged then dependence end as dependence,
    case when is_judged then n_obs end as n_obs,
    case when is_judged then n_bases end as n_bases,
    case when is_judged then ci_low end as ci_low,
    case when is_judged then ci_high end as ci_high,
    case when is_judged then p_value end as p_value,
    case when is_judged then type1_error end as type1_error
from decided
