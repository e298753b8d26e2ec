with pairs as (

    select
        * exclude (pairs),
        unnest(pairs, recursive := true)
    from {{ ref('fit_base_contrasts') }}

),

tests as (

    select
        * replace ({{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, factor, method') }} as p_adjusted),
        'base_family' as cluster,
        n_bases_used as n_clusters
    from pairs
    union all by name
    -- each tuned type with pretrained models is one question, so it is adjusted over its benchmarks alone
    select * replace ({{ holm('p_value', 'cohort_id, factor, method, group_a, group_b') }} as p_adjusted)
    from {{ ref('fit_tuning_leads') }}

)

select
    *,
    -- a mean over bases has no simulated size
    case
        when coalesce(type1_error <= 0.07, true) and df_den >= 4 then {{ is_significant('p_adjusted') }}
    end as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from tests
