-- Expected number of false positives among the ledger's hundreds of significant tests.
-- Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300; Storey (2002),
-- the same B 64, 479-498, whose share of true null hypotheses comes from the p-values above one half.
{% call add_names(benchmarks=false) %}
with tests as (

    select
        cells.basis,
        cells.cohort_id,
        cells.claim_id,
        cells.verdict,
        cells.p_value,
        count(*) over (partition by cells.basis, cells.cohort_id) as n_tests,
        row_number() over (
            partition by cells.basis, cells.cohort_id
            order by cells.p_value, cells.claim_id
        ) as place
    from {{ ref('claim_verdicts') }} as cells
    inner join {{ ref('dim_claims') }} as claims
        on cells.claim_id = claims.claim_id and claims.claim_source != 'own'
    where cells.verdict in ('supported', 'contradicted', 'inconclusive') and cells.p_value is not null

),

counted as (

    select
        basis,
        cohort_id,
        count(*) as n_tests,
        count(*) filter (where verdict != 'inconclusive') as n_decided,
        count(*) filter (where {{ is_significant('p_value') }}) as n_significant,
        coalesce(
            max(place) filter (where {{ is_significant('p_value * n_tests / place') }}), 0
        ) as n_significant_adjusted,
        least(1, 2 * (1 + count(*) filter (where p_value > 0.5)) / count(*)) as null_share
    from tests
    group by basis, cohort_id

)

select
    *,
    {{ significance_level() }} * n_tests as n_false_if_none_true,
    {{ significance_level() }} * null_share * n_tests as n_false,
    least(
        1, {{ significance_level() }} * null_share * n_tests / nullif(n_significant, 0)
    ) as false_discovery_rate,
    {{ significance_level() }}::double as significance_level
from counted
{% endcall %}
