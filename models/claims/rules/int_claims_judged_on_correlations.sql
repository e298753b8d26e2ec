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

of_families as (

    select
        cohort_id,
        benchmark_a,
        benchmark_b,
        corr(rank_a, rank_b order by rank_a, rank_b) as estimate,
        count(*) as n_obs,
        {{ critical_z() }} * sqrt((1 + pow(estimate, 2) / 2) / nullif(greatest(n_obs - 3, 0), 0)) as margin
    from ranks
    group by cohort_id, benchmark_a, benchmark_b

),

correlations as (

    select
        'same_method' as basis,
        cohort_id,
        benchmark_a,
        benchmark_b,
        estimate,
        estimate as low,
        estimate as high,
        n_obs
    from {{ ref('stat_correlations') }}
    where method = 'pearson' and estimate is not null
    union all by name
    select
        'sound_method' as basis,
        * exclude (margin),
        tanh(atanh(estimate) - margin) as low,
        tanh(atanh(estimate) + margin) as high
    from of_families
    where abs(estimate) < 1 and margin is not null

),

compared as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.measure,
        benchmarks.benchmark_name,
        count(*) filter (where cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b)) as n_own,
        avg(correlations.estimate order by correlations.estimate)
        filter (where cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b)) as own_mean,
        avg(correlations.low order by correlations.estimate)
        filter (where cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b)) as own_mean_low,
        avg(correlations.high order by correlations.estimate)
        filter (where cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b)) as own_mean_high,
        max(correlations.estimate)
        filter (where cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b)) as own_largest,
        max(correlations.low)
        filter (where cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b)) as own_largest_low,
        max(correlations.high)
        filter (where cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b)) as own_largest_high,
        avg(correlations.estimate order by correlations.estimate)
        filter (where cells.benchmark_id not in (correlations.benchmark_a, correlations.benchmark_b)) as others_mean,
        avg(correlations.low order by correlations.estimate)
        filter (where cells.benchmark_id not in (correlations.benchmark_a, correlations.benchmark_b)) as others_mean_low,
        avg(correlations.high order by correlations.estimate)
        filter (where cells.benchmark_id not in (correlations.benchmark_a, correlations.benchmark_b)) as others_mean_high,
        max(correlations.n_obs) as n_obs
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join correlations using (basis, cohort_id)
    inner join {{ ref('dim_benchmarks') }} as benchmarks on cells.benchmark_id = benchmarks.benchmark_id
    where cells.rule_family = 'correlation'
    group by cells.claim_id, cells.basis, cells.cohort_id, cells.measure, benchmarks.benchmark_name

)

select
    claim_id,
    basis,
    cohort_id,
    case measure when 'largest_correlation' then own_largest else own_mean end as observed,
    -- 0.7 is where the claim puts "highly"
    case
        when
            own_largest_high < 0.7
            and (measure = 'largest_correlation' or own_mean_high < others_mean_low) then 'supported'
        when
            own_largest_low >= 0.7
            or (measure != 'largest_correlation' and own_mean_low >= others_mean_high) then 'contradicted'
        else 'inconclusive'
    end as verdict,
    concat(
        benchmark_name, ' correlates with the other benchmarks by ', {{ short('own_mean', 2) }}, ' on average and ',
        {{ short('own_largest', 2) }}, ' at most',
        case
            when basis = 'sound_method'
                then concat(' (', {{ confidence_in_words() }}, ' interval of the largest up to ', {{ short('own_largest_high', 2) }}, ')')
            else ''
        end,
        '; the others with one another by ', {{ short('others_mean', 2) }}, ' on average (',
        case basis when 'sound_method' then 'Spearman' else 'Pearson' end, ', n ', {{ counted('n_obs') }},
        case basis when 'sound_method' then ' base families' else '' end, ').'
    ) as detail,
    concat(
        'mean r ', {{ short('own_mean', 3) }}, ' (largest ', {{ short('own_largest', 3) }}, ') against ', {{ short('others_mean', 3) }},
        ', n ', n_obs
    ) as evidence,
    n_obs
from compared
where n_own > 0 and others_mean is not null
