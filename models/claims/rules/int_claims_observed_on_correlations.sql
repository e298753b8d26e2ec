-- Claims that one benchmark goes its own way among the others. The sound basis takes the ranks of base
-- families, each with the mean of its evaluations, and decides only where the intervals do, which are
-- Fisher's with the standard error of Bonett and Wright (2000, Psychometrika 65, 23-28).
with means as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        evaluations.base_family,
        -- of whole millionths, so that equal means are tied
        sum(scores.score_units) / count(*) / 1e6 as score_pct
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    where evaluations.base_family is not null
    group by scores.cohort_id, scores.benchmark_id, evaluations.base_family

),

-- of the base families that have both scores
ranks as (

    select
        a.cohort_id,
        a.benchmark_id as benchmark_a,
        b.benchmark_id as benchmark_b,
        -- equal scores share the mean of their ranks
        rank() over (pair order by a.score_pct) + (count(*) over (pair_a) - 1) / 2 as rank_a,
        rank() over (pair order by b.score_pct) + (count(*) over (pair_b) - 1) / 2 as rank_b
    from means as a
    inner join means as b using (cohort_id, base_family)
    where a.benchmark_id < b.benchmark_id
    window
        pair as (partition by a.cohort_id, a.benchmark_id, b.benchmark_id),
        pair_a as (partition by a.cohort_id, a.benchmark_id, b.benchmark_id, a.score_pct),
        pair_b as (partition by a.cohort_id, a.benchmark_id, b.benchmark_id, b.score_pct)

),

correlations as (

    select
        *,
        'same_method' as basis,
        estimate as low,
        estimate as high
    from {{ ref('stat_correlations') }}
    where method = 'pearson' and estimate is not null
    union all by name
    select
        'sound_method' as basis,
        cohort_id,
        benchmark_a,
        benchmark_b,
        corr(rank_a, rank_b order by rank_a, rank_b) as estimate,
        count(*) as n_obs,
        {{ critical_z() }} * sqrt((1 + pow(estimate, 2) / 2) / nullif(greatest(n_obs - 3, 0), 0)) as margin,
        tanh(atanh(estimate) - margin) as low,
        tanh(atanh(estimate) + margin) as high
    from ranks
    group by cohort_id, benchmark_a, benchmark_b
    having abs(estimate) < 1 and margin is not null

),

-- of the claim's benchmark with the others, and of the others with one another
kinds as (

    select
        cells.cell_id,
        cells.measure,
        cells.threshold_value,
        cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b) as is_own,
        avg(correlations.estimate order by correlations.estimate) as mean,
        avg(correlations.low order by correlations.estimate) as mean_low,
        avg(correlations.high order by correlations.estimate) as mean_high,
        max(correlations.estimate) as largest,
        max(correlations.low) as largest_low,
        max(correlations.high) as largest_high,
        max(correlations.n_obs) as n_obs
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join correlations using (basis, cohort_id)
    where cells.rule_family = 'correlation'
    group by all

),

compared as (

    select
        own.* exclude (is_own, n_obs),
        others.mean_low as others_mean_low,
        others.mean_high as others_mean_high,
        greatest(own.n_obs, others.n_obs) as n_obs,
        -- of one end of an interval, whose limits are a normal's
        student_tail({{ critical_z() }}, least(own.n_obs, others.n_obs) - 3) as type1_error,
        to_json({
            'mean': own.mean,
            'largest': own.largest,
            'largest_high': own.largest_high,
            'others_mean': others.mean
        }) as facts
    from kinds as own
    inner join kinds as others using (cell_id)
    where own.is_own and not others.is_own

),

mean_correlation as (

    select
        cell_id,
        mean as estimate,
        case
            when largest_high < threshold_value and mean_high < others_mean_low then true
            when largest_low >= threshold_value or mean_low >= others_mean_high then false
        end as holds,
        n_obs,
        type1_error,
        facts
    from compared
    where measure = 'mean_correlation'

),

largest_correlation as (

    select
        cell_id,
        largest as estimate,
        case
            when largest_high < threshold_value then true
            when largest_low >= threshold_value then false
        end as holds,
        n_obs,
        type1_error,
        facts
    from compared
    where measure = 'largest_correlation'

)

{{ observations('mean_correlation', 'largest_correlation') }}
