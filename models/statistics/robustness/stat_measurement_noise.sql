-- How much of the variance of scores is the luck of which items a benchmark asks. Sums are of whole
-- millionths of a percent, so that the order of rows changes no bit.
with by_family as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        evaluations.base_family,
        count(*) as n_obs,
        sum(scores.score_units)::hugeint as total,
        sum(scores.score_units::hugeint * scores.score_units) as total_squares,
        -- p (1 − p), in squared millionths of a percent
        sum(scores.score_units::hugeint * (100000000 - scores.score_units)) as total_spread
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
    group by scores.cohort_id, scores.benchmark_id, evaluations.base_family

),

sums as (

    select
        cohort_id,
        benchmark_id,
        sum(n_obs)::bigint as n_obs,
        count(base_family) as n_clusters,
        sum(total) as total,
        sum(total_squares) as total_squares,
        sum(total_spread) as total_spread,
        sum(n_obs - 1) filter (where base_family is not null)::bigint as df_within,
        -- each quotient to whole squared units before they are added
        sum((n_obs * total_squares - total * total) // n_obs) filter (where base_family is not null) as squares_within
    from by_family
    group by cohort_id, benchmark_id

),

variances as (

    select
        sums.cohort_id,
        sums.benchmark_id,
        benchmarks.metric,
        benchmarks.n_items,
        sums.n_obs,
        sums.n_clusters,
        case
            when sums.n_obs > 1
                then
                    (sums.n_obs * sums.total_squares - sums.total * sums.total)::double
                    / (sums.n_obs * (sums.n_obs - 1)::double) / 1e12
        end as variance,
        case when sums.df_within > 0 then sums.squares_within::double / sums.df_within / 1e12 end as variance_within_base,
        case
            when graded_metrics.metric is null and benchmarks.n_items > 1
                then sums.total_spread::double / sums.n_obs / (benchmarks.n_items - 1) / 1e12
        end as noise_variance,
        graded_metrics.metric is not null as is_graded
    from sums
    inner join {{ ref('dim_benchmarks') }} as benchmarks on sums.benchmark_id = benchmarks.benchmark_id
    left join {{ ref('graded_metrics') }} as graded_metrics on benchmarks.metric = graded_metrics.metric

)

select
    * exclude (is_graded),
    sqrt(noise_variance) as noise_sd,
    case when variance > 0 then noise_variance / variance end as noise_share,
    case when variance_within_base > 0 then noise_variance / variance_within_base end as noise_share_within_base,
    case
        when is_graded then 'items are graded, not right or wrong'
        when coalesce(n_items, 0) < 2 then 'number of items unknown'
        when variance is null then 'one evaluation only'
        when variance = 0 then 'all scores are equal'
        else 'ok'
    end as status
from variances
