with pairs as (

    select
        * exclude (pairs),
        unnest(pairs, recursive := true)
    from {{ ref('fit_adjusted_types') }}

),

adjusted as (

    select
        *,
        {{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, factor, method') }} as p_adjusted,
        {{ holm_over_pairs_and_benchmarks('p_value_calibrated', 'cohort_id, factor, method') }}
            as p_adjusted_calibrated
    from pairs

)

select
    *,
    estimate - critical_t * std_error as ci_low_calibrated,
    estimate + critical_t * std_error as ci_high_calibrated,
    -- by the calibrated test, where it holds its level
    case
        when {{ holds_level('type1_error_calibrated') }} and df_den >= 4
            then {{ is_significant('p_adjusted_calibrated') }}
    end as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from adjusted
