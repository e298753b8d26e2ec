-- A pair of the cohort's own ranges is held to the critical value of its default test,
-- which keeps the level under the worst null: the error is scaled to it, as there.
with scaled as (

    select
        fits.*,
        pairs.critical_t / nullif((fits.ci_high - fits.ci_low) / 2 / fits.std_error, 0) as scale
    from {{ ref('fit_size_error_sensitivity') }} as fits
    inner join {{ ref('dim_cohorts') }} as cohorts on fits.cohort_id = cohorts.cohort_id
    left join {{ ref('stat_cluster_robust') }} as pairs
        on fits.cohort_id = pairs.cohort_id
        and fits.benchmark_id = pairs.benchmark_id
        and fits.group_a = pairs.group_a
        and fits.group_b = pairs.group_b
        and fits.scheme = cohorts.parameter_range_scheme
        and pairs.factor = 'parameter_range'
        and pairs.is_default

),

calibrated as (

    select
        * replace (
            estimate + (ci_low - estimate) * coalesce(scale, 1) as ci_low,
            estimate + (ci_high - estimate) * coalesce(scale, 1) as ci_high,
            coalesce(2 * student_tail(abs(estimate) / (std_error * scale), df_den), p_value) as p_value
        )
    from scaled

),

adjusted as (

    select
        * replace (
            {{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, scheme, sizes') }} as p_adjusted
        )
    from calibrated

),

decided as (

    select
        *,
        case
            when p_adjusted is null or warning is not null then 'inconclusive'
            when {{ is_significant('p_adjusted') }} then if(estimate > 0, 'higher', 'lower')
            when
                ci_low > -{{ var('equivalence_margin_pct') }}
                and ci_high < {{ var('equivalence_margin_pct') }}
                then 'equivalent'
            else 'not significant'
        end as decision
    from adjusted

),

compared as (

    select
        *,
        max(decision) filter (where sizes = 'resolved') over pair as decision_resolved,
        -- a range may be empty at a bound
        count(*) over pair = 3 and min(decision) over pair = max(decision) over pair as is_same_decision
    from decided
    window pair as (partition by cohort_id, benchmark_id, scheme, group_a, group_b)

)

select
    compared.* exclude (scale, decision_resolved, is_same_decision),
    compared.scheme = cohorts.parameter_range_scheme as is_cohort_scheme,
    'mixed_cr2' as method,
    case
        when compared.decision_resolved != 'inconclusive' then compared.is_same_decision
    end as is_size_robust,
    {{ var('confidence_level') }}::double as confidence_level
from compared
inner join {{ ref('dim_cohorts') }} as cohorts on compared.cohort_id = cohorts.cohort_id
