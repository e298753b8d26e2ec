with pairs as (

    select
        *,
        -- as the variable of the build has it
        lineage = 'base_family' and unresolved_lineage = '{{ var('unresolved_lineage') }}' as is_default
    from {{ ref('fit_lineage_sensitivity') }}

),

compared as (

    select
        *,
        max(p_value) filter (where is_default)
            over (partition by cohort_id, benchmark_id, factor, group_a, group_b)
            as p_value_default
    from pairs

)

select
    cohort_id,
    benchmark_id,
    factor,
    lineage,
    unresolved_lineage,
    is_default,
    group_a,
    group_b,
    n_a,
    n_b,
    n_clusters_a,
    n_clusters_b,
    'cr2' as method,
    estimate,
    std_error,
    df_den,
    ci_low,
    ci_high,
    p_value,
    p_value < {{ significance_level() }} as is_significant,
    (p_value < {{ significance_level() }})
    != (p_value_default < {{ significance_level() }}) as is_decision_changed,
    {{ var('confidence_level') }}::double as confidence_level,
    status
from compared
