with pairs as (

    select
        *,
        -- as the variable of the build has it
        replace({{ cluster_unit('factor') }}, 'model generation', 'lineage family') = replace(lineage, '_', ' ') and unresolved_lineage = '{{ var('unresolved_lineage') }}' as is_default,
        {{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, factor, lineage, unresolved_lineage') }} as p_adjusted
    from {{ ref('fit_lineage_sensitivity') }}

),

compared as (

    select
        *,
        {{ is_significant('p_adjusted') }} as is_significant,
        bool_or({{ is_significant('p_adjusted') }}) filter (where is_default)
            over (partition by cohort_id, benchmark_id, factor, group_a, group_b)
            as is_significant_default
    from pairs

)

select
    * exclude (is_significant_default),
    'cr2' as method,
    is_significant != is_significant_default as is_decision_changed,
    {{ var('confidence_level') }}::double as confidence_level
from compared
