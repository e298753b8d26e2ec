with

-- neighbours among the ranges that have evaluations
steps as (

    select
        *,
        lag(parameter_range) over ranges_by_size as range_below,
        lag(n_obs) over ranges_by_size as n_below
    from {{ ref('rpt_size_ranges') }}
    window ranges_by_size as (partition by cohort_id, benchmark_id order by range_order)

),

-- the paper's test, and those for which fine-tunes of one base are not independent: the default of
-- each pair and cr2
pairs as (

    select
        pairs.* replace (tests.p_holm as p_adjusted),
        tests.is_significant,
        false as is_default
    from {{ ref('stat_pairwise') }} as pairs
    inner join {{ ref('stat_multiplicity') }} as tests using (cohort_id, benchmark_id, factor, method, group_a, group_b)
    where factor = 'parameter_range' and method = 'tukey_kramer'
    union all by name
    select * from {{ ref('stat_cluster_robust') }}
    where factor = 'parameter_range' and (is_default or method = 'cr2')

),

-- larger less smaller, whichever way round the pair is kept
directed as (

    select * from pairs
    union all by name
    select
        * replace (
            group_b as group_a,
            group_a as group_b,
            -estimate as estimate,
            -ci_high as ci_low,
            -ci_low as ci_high
        )
    from pairs

)

select
    steps.cohort_id,
    steps.cohort_name,
    steps.cohort_role,
    steps.benchmark_id,
    steps.benchmark_name,
    steps.benchmark_order,
    steps.lower_b as edge_b,
    steps.range_below,
    steps.parameter_range as range_above,
    directed.method,
    steps.n_below,
    steps.n_obs as n_above,
    directed.estimate,
    directed.ci_low,
    directed.ci_high,
    directed.p_adjusted,
    case
        when directed.is_significant is null then 'not tested'
        when not directed.is_significant then 'not significant'
        when directed.estimate > 0 then 'gain'
        else 'loss'
    end as decision,
    directed.warning,
    directed.status,
    directed.is_default
from steps
inner join directed
    on
    steps.cohort_id = directed.cohort_id
    and steps.benchmark_id = directed.benchmark_id
    and steps.parameter_range = directed.group_a
    and steps.range_below = directed.group_b
