-- Significant and equivalent at once is possible with many rows: a real difference, too small to
-- matter. The decision is then `different`, and is_equivalent says the rest.
with differences as (

    select * from {{ ref('stat_multiplicity') }}
    where method = 'games_howell' and group_a is not null

),

adjusted as (

    select
        *,
        {{ holm_over_pairs_and_benchmarks('p_equivalence', 'cohort_id, factor') }} as p_equivalence_adjusted
    from {{ ref('fit_equivalence') }}

),

decisions as (

    select
        adjusted.*,
        differences.p_holm as p_difference,
        differences.is_significant as is_different,
        {{ is_significant('adjusted.p_equivalence') }} as is_equivalent_unadjusted,
        {{ is_significant('adjusted.p_equivalence_adjusted') }} as is_equivalent
    from adjusted
    inner join differences using (cohort_id, benchmark_id, factor, group_a, group_b)

)

select
    cohort_id,
    benchmark_id,
    factor,
    'tost_welch' as method,
    group_a,
    group_b,
    n_a,
    n_b,
    estimate,
    std_error,
    df_den,
    {{ var('equivalence_margin_pct') }}::double as margin_pct,
    p_lower,
    p_upper,
    p_equivalence,
    log10_p_equivalence,
    p_equivalence_adjusted,
    ci_low,
    ci_high,
    1 - 2 * {{ significance_level() }} as confidence_level,
    smallest_margin_pct,
    p_difference,
    is_different,
    is_equivalent,
    is_equivalent_unadjusted,
    case
        when is_different then 'different'
        when is_equivalent then 'equivalent'
        when status = 'ok' then 'undecided'
    end as decision,
    {{ var('power') }}::double as power,
    detectable_pct,
    detectable_adjusted_pct,
    status
from decisions
