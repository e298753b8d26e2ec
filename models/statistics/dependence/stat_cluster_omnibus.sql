-- Two pairs that differ may drown in many that do not, so the levels differ as well where a pair does
-- after Holm's adjustment, which is a test of all of them too. By benchmarks/type1_error_groups.py
-- neither alone nor both together err in more than 5.5 % (standard error 1.5).
with wald as (

    select
        cohort_id,
        benchmark_id,
        factor,
        cluster_unit,
        n_obs,
        n_clusters,
        unnest(omnibus, recursive := true)
    from {{ ref('fit_cluster_robust') }}

),

pairs as (

    select
        cohort_id,
        benchmark_id,
        factor,
        method,
        min(p_adjusted) as least_p_of_pairs
    from {{ ref('stat_cluster_robust') }}
    where can_decide
    group by cohort_id, benchmark_id, factor, method

)

select
    wald.*,
    case when wald.status = 'ok' then pairs.least_p_of_pairs end as least_p_of_pairs,
    case when wald.status = 'ok' then least(wald.p_wald, pairs.least_p_of_pairs) end as p_value
from wald
left join pairs using (cohort_id, benchmark_id, factor, method)
