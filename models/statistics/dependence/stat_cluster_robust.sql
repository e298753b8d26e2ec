with unnested as (

    select
        * exclude (pairs),
        unnest(pairs, recursive := true)
    from {{ ref('fit_cluster_robust') }}

),

-- how far the size of the draws that choose may be off
measured as (

    select
        *,
        sqrt(type1_error_selection * (1 - type1_error_selection) / n_simulations) as choosing_error
    from unnested

),

-- 2 where the size lies within the bounds by one standard error, 1 where it just does
judged as (

    select
        *,
        case
            when {{ holds_level('type1_error_selection', 'choosing_error') }} then 2
            when {{ holds_level('type1_error_selection') }} then 1
            else 0
        end as seems_to_hold,
        {{ holds_level('type1_error') }} as holds_level
    from measured

),

-- by the designs alone, whatever the scores say, and by draws of which none is published
rated as (

    select
        *,
        avg(power_selection) filter (where seems_to_hold > 0) over pairs_of_factor as mean_power
    from judged
    window pairs_of_factor as (partition by cohort_id, factor, method)

),

ordered as (

    select
        *,
        row_number() over (
            partition by cohort_id, benchmark_id, factor, group_a, group_b
            order by
                status = 'ok' desc,
                seems_to_hold desc,
                mean_power desc nulls last,
                method asc
        ) = 1 as is_default
    from rated

),

-- where no method holds its level, the default has nothing to say
stated as (

    select
        * replace (
            if(
                is_default and status = 'ok' and seems_to_hold = 0,
                'not testable: no method holds its level on this design',
                status
            ) as status
        )
    from ordered

),

tested as (

    select
        * exclude (seems_to_hold, choosing_error, mean_power)
        replace (
            case when status = 'ok' then std_error end as std_error,
            case when status = 'ok' then std_error_ratio end as std_error_ratio,
            case when status = 'ok' then statistic end as statistic,
            case when status = 'ok' then df_den end as df_den,
            case when status = 'ok' then ci_low end as ci_low,
            case when status = 'ok' then ci_high end as ci_high,
            case when status = 'ok' then p_value end as p_value,
            case when status = 'ok' then log10_p_value end as log10_p_value,
            case when status = 'ok' then n_samples end as n_samples,
            case when status = 'ok' then warning end as warning
        )
    from stated

),

-- the defaults are a family of their own, whatever the method of each
adjusted as (

    select
        * replace (
            case
                when is_default then {{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, factor, is_default') }}
                else {{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, factor, method') }}
            end as p_adjusted
        )
    from tested

)

select
    *,
    case when holds_level and coalesce(df_den, 4) >= 4 then {{ is_significant('p_adjusted') }} end as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from adjusted
