-- How strongly do evaluations of one base family correlate, and how many independent rows is a
-- cohort worth? By the one-way random-effects analysis of variance: rho = (MSB - MSW) / (MSB +
-- (n0 - 1) MSW) with n0 = (N - sum n^2 / N) / (a - 1). The interval is normal, with the variance
-- that Smith (1956) derived for clusters of unequal size, in the form of Donner and Wells (1986,
-- Biometrics 42, 401-412). Large clusters weigh most, so with few of them it is wide.
{% call add_names() %}
with families as (

    select
        *,
        sum(n_obs * mean) over benchmark / sum(n_obs) over benchmark as centre
    from {{ ref('int_base_family_scores_summed') }}
    window benchmark as (
        partition by cohort_id, benchmark_id
        order by base_family rows between unbounded preceding and unbounded following
    )

),

sizes as (

    select
        cohort_id,
        benchmark_id,
        sum(n_obs)::bigint as n_obs,
        count(*) as n_clusters,
        avg(n_obs) as mean_cluster_size,
        sum(n_obs ** 2) / sum(n_obs) as kish_cluster_size,
        max(n_obs) as largest,
        max(n_obs) / sum(n_obs) as largest_cluster_share,
        sum(n_obs ** 3) as cubes,
        sum(n_obs * (mean - centre) ** 2 order by base_family) as squares_between,
        sum(sum_squares order by base_family) as squares_within
    from families
    group by cohort_id, benchmark_id

),

decomposed as (

    select
        *,
        case
            when n_clusters < 2 then 'one base family only'
            when largest < 2 then 'no base family has two rows'
            when not squares_within > 0 then 'no variance within base families'
            else 'ok'
        end as status,
        (n_obs - kish_cluster_size) / (n_clusters - 1) as n0,
        if(status = 'ok', squares_within / (n_obs - n_clusters), null) as variance_within,
        (squares_between / (n_clusters - 1) - variance_within) / n0 as variance_between,
        variance_between / (variance_between + variance_within) as estimate
    from sizes

),

bounded as (

    select
        *,
        kish_cluster_size * n_obs - 2 * cubes / n_obs + kish_cluster_size ** 2 as unequal,
        (n_clusters - 1) * (1 - estimate) * (1 + estimate * (2 * n0 - 1))
        + estimate ** 2 * unequal as of_between,
        (1 + estimate * (n0 - 1)) ** 2 / (n_obs - n_clusters) as of_within,
        {{ critical_z() }} * sqrt(
            2 * (1 - estimate) ** 2 / n0 ** 2 * (of_within + of_between / (n_clusters - 1) ** 2)
        ) as margin,
        -- rows that are all independent cost nothing, whatever the correlation would be
        case when largest = 1 then 0 when estimate is not null then greatest(estimate, 0) end as correlation,
        1 + (kish_cluster_size - 1) * correlation as design_effect
    from decomposed

),

weighted as (

    select
        families.cohort_id,
        families.benchmark_id,
        sum(
            families.n_obs / (1 + (families.n_obs - 1) * bounded.correlation) order by families.base_family
        ) as n_effective_weighted
    from families
    inner join bounded
        on families.cohort_id = bounded.cohort_id and families.benchmark_id = bounded.benchmark_id
    group by families.cohort_id, families.benchmark_id

)

select
    bounded.cohort_id,
    bounded.benchmark_id,
    'anova' as method,
    bounded.estimate,
    -- the estimate itself goes down to -1 / (n0 - 1), which clusters of few rows put below -1
    case
        when bounded.status = 'ok'
            then greatest(bounded.estimate - bounded.margin, least(-1, -1 / (bounded.n0 - 1)))
    end as ci_low,
    case when bounded.status = 'ok' then least(bounded.estimate + bounded.margin, 1) end as ci_high,
    bounded.variance_between,
    bounded.variance_within,
    bounded.n_obs,
    bounded.n_clusters,
    bounded.mean_cluster_size,
    bounded.kish_cluster_size,
    bounded.largest_cluster_share,
    bounded.design_effect,
    bounded.n_obs / bounded.design_effect as n_effective,
    weighted.n_effective_weighted,
    {{ var('confidence_level') }}::double as confidence_level,
    bounded.status
from bounded
inner join weighted on bounded.cohort_id = weighted.cohort_id and bounded.benchmark_id = weighted.benchmark_id
{% endcall %}
