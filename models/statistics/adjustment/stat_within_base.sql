with pairs as (

    select
        * exclude (pairs),
        unnest(pairs, recursive := true)
    from {{ ref('fit_base_contrasts') }}

),

adjusted as (

    select
        * replace ({{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, factor, method') }} as p_adjusted)
    from pairs

)

select
    *,
    -- a mean over bases has no simulated size
    case
        when coalesce(type1_error <= 0.07, true) and df_den >= 4 then {{ is_significant('p_adjusted') }}
    end as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from adjusted
