-- Significant and equivalent at once is possible with many rows: a real difference, too small to
-- matter. The decision is then `different`, and is_equivalent says the rest.
with fits as (

    select
        *,
        row_number() over (family order by log10_p_equivalence, group_a, group_b) as rank_in_family,
        count(log10_p_equivalence) over (family) as n_tests
    from {{ ref('fit_equivalence') }}
    window family as (partition by cohort_id, benchmark_id, factor)

),

differences as (

    select * from {{ ref('stat_pairwise') }}
    where method = 'games_howell'

),

-- Holm (1979) over the pairs of the factor, as the difference is tested over all pairs too
adjusted as (

    select
        *,
        case
            when status = 'ok'
                then least(1.0, max(p_equivalence * (n_tests - rank_in_family + 1)) over (
                    partition by cohort_id, benchmark_id, factor
                    order by rank_in_family
                ))
        end as p_equivalence_holm
    from fits

),

decisions as (

    select
        adjusted.*,
        differences.p_adjusted as p_difference,
        differences.p_adjusted < {{ significance_level() }} as is_different,
        adjusted.p_equivalence < {{ significance_level() }} as is_equivalent
    from adjusted
    inner join differences
        on adjusted.cohort_id = differences.cohort_id
        and adjusted.benchmark_id = differences.benchmark_id
        and adjusted.factor = differences.factor
        and adjusted.group_a = differences.group_a
        and adjusted.group_b = differences.group_b

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
    p_equivalence_holm,
    ci_low,
    ci_high,
    1 - 2 * {{ significance_level() }} as confidence_level,
    smallest_margin_pct,
    p_difference,
    is_different,
    is_equivalent,
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
