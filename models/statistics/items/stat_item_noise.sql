-- How much of a score is the noise of a single run, where items were answered several times.
with answers as (

    select
        benchmark_id,
        evaluation_id,
        item_key,
        n_runs,
        run_variance as own,
        score / 1e4 as mean,
        -- the mean over runs of the squared score
        power(score / 1e4, 2) + run_variance * (n_runs - 1) / n_runs as mean_square
    from {{ ref('stg_item_results') }}
    where n_runs > 1

),

-- in the order of items, so that no digit depends on the order of rows
summed as (

    select
        benchmark_id,
        evaluation_id,
        count(*) as n_items,
        min(n_runs) as n_runs,
        avg(mean order by item_key) as score,
        avg(own order by item_key) as own,
        avg((own > 1e-9)::integer) as both_ways,
        -- of one answer to one item: p (1 - p) where answers are right or wrong
        avg(mean_square order by item_key) - power(avg(mean order by item_key), 2) as variance
    from answers
    group by benchmark_id, evaluation_id

),

-- What each item adds to the share's numerator and denominator; and two items that nobody saw, one of
-- which is answered both ways as often as can be: without them few items that vary, or none, would look
-- like no noise at all.
parts as (

    select
        benchmark_id,
        evaluation_id,
        answers.item_key,
        answers.own,
        answers.mean_square - 2 * summed.score * answers.mean + power(summed.score, 2) as total
    from answers
    inner join summed using (benchmark_id, evaluation_id)
    union all
    select
        benchmark_id,
        evaluation_id,
        null as item_key,
        unnest([0, (n_runs // 2) * (n_runs - n_runs // 2) / (n_runs * (n_runs - 1))]) as own,
        variance as total
    from summed

),

moments as (

    select
        benchmark_id,
        evaluation_id,
        count(*) as n,
        avg(own order by item_key, own) as own,
        avg(total order by item_key, own) as total,
        power(student_quantile(1 - {{ significance_level() }} / 2, count(*) - 1.0), 2) / count(*) as reach,
        var_samp(own order by item_key, own) * reach as own_own,
        var_samp(total order by item_key, own) * reach as total_total,
        covar_samp(own, total order by item_key, own) * reach as own_total
    from parts
    group by benchmark_id, evaluation_id

),

-- Fieller (1954, Journal of the Royal Statistical Society B 16, 175-185): the shares s for which the mean of
-- own - s total is not significant
intervals as (

    select
        benchmark_id,
        evaluation_id,
        power(total, 2) - total_total as a,
        own * total - own_total as b,
        sqrt(greatest(power(b, 2) - a * (power(own, 2) - own_own), 0)) as root,
        case when a > 1e-12 then greatest((b - root) / a, 0) end as ci_low,
        case when a > 1e-12 then least((b + root) / a, 1) end as ci_high
    from moments

)

select
    summed.benchmark_id,
    summed.evaluation_id,
    models.model_name,
    summed.n_items,
    summed.n_runs,
    100 * summed.score as score_pct,
    case when summed.variance > 1e-9 then least(summed.own / summed.variance, 1) end as own_share,
    intervals.ci_low,
    intervals.ci_high,
    summed.both_ways,
    100 * sqrt(greatest(summed.variance, 0) / summed.n_items) as std_error_pct,
    100 * sqrt(summed.own / summed.n_items) as std_error_noise_pct,
    100 * {{ critical_z() }} * sqrt(2 * summed.own / summed.n_items) as two_runs_pct,
    100 * {{ critical_z() }} * sqrt(
        2 * intervals.ci_high * greatest(summed.variance, 0) / summed.n_items
    ) as two_runs_high_pct,
    {{ var('confidence_level') }}::double as confidence_level,
    case when summed.variance > 1e-9 then 'ok' else 'all answers are alike' end as status
from summed
inner join intervals using (benchmark_id, evaluation_id)
inner join {{ ref('item_models') }} as models using (evaluation_id)
