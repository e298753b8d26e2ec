with pairs as (

    select
        * exclude (cluster_unit, n_obs, n_clusters, omnibus, pairs),
        unnest(pairs, recursive := true)
    from {{ ref('fit_cluster_robust') }}

),

judged as (

    select
        *,
        {{ holds_level('type1_error') }} as holds_level,
        method = 'mixed_cr2' as is_default,
        -- by design alone: what depends on the scores would choose among architectures by what they scored
        is_default and {{ cluster_unit('factor') }} = 'model generation' as is_chosen_by_design
    from pairs

),

-- a default that does not hold its level under the worst null has nothing to say
stated as (

    select
        * replace (
            if(
                is_default and status = 'ok' and not holds_level and not is_chosen_by_design,
                'not testable: the test does not hold its level under the worst null',
                status
            ) as status
        )
    from judged

),

tested as (

    select
        * replace (
            case when status = 'ok' then std_error end as std_error,
            case when status = 'ok' then std_error_ratio end as std_error_ratio,
            case when status = 'ok' then statistic end as statistic,
            case when status = 'ok' then df_den end as df_den,
            case when status = 'ok' then critical_t end as critical_t,
            case when status = 'ok' then ci_low end as ci_low,
            case when status = 'ok' then ci_high end as ci_high,
            case when status = 'ok' then p_value end as p_value,
            case when status = 'ok' then minimum_detectable_difference end as minimum_detectable_difference,
            case when status = 'ok' then warning end as warning
        )
    from stated

),

adjusted as (

    select
        *,
        {{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, factor, method') }} as p_adjusted
    from tested

)

select
    * exclude (is_chosen_by_design),
    coalesce(
        type1_error_outliers <= 0.08 or {{ is_significant('p_value_sign', 0.01) }}, true
    ) as is_safe_from_outliers,
    status = 'ok'
    and (is_chosen_by_design or holds_level and df_den >= 4)
    and is_safe_from_outliers as can_decide,
    case when can_decide then {{ is_significant('p_adjusted') }} end as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from adjusted
