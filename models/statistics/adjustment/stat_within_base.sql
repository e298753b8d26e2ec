with pairs as (

    select
        * exclude (pairs),
        unnest(pairs, recursive := true)
    from {{ ref('fit_base_contrasts') }}

),

-- over all evaluations the test is that of the plain means, whose errors are known
plain as (

    select
        cohort_id,
        benchmark_id,
        factor,
        least(group_a, group_b) as one,
        greatest(group_a, group_b) as other,
        'all evaluations' as method,
        type1_error,
        n_simulations
    from {{ ref('stat_cluster_robust') }}
    where method = 'cr2'

),

leads as (

    select
        leads.*,
        plain.type1_error,
        plain.n_simulations
    from {{ ref('fit_tuning_leads') }} as leads
    left join plain
        on leads.cohort_id = plain.cohort_id
        and leads.benchmark_id = plain.benchmark_id
        and leads.factor = plain.factor
        and leads.method = plain.method
        and least(leads.group_a, leads.group_b) = plain.one
        and greatest(leads.group_a, leads.group_b) = plain.other

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
    from leads

)

select
    *,
    -- a mean over bases has no simulated size
    case
        when coalesce(type1_error <= 0.07, true) and df_den >= 4 then {{ is_significant('p_adjusted') }}
    end as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from tests
