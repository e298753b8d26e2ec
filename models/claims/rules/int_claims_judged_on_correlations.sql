-- Claims that one benchmark goes its own way among the others. The sound basis takes ranks and decides
-- only where the intervals do.
with correlations as (

    select
        case method when 'pearson' then 'same_method' when 'spearman' then 'sound_method' end as basis,
        cohort_id,
        benchmark_a,
        benchmark_b,
        estimate,
        case method when 'pearson' then estimate else coalesce(ci_low, estimate) end as low,
        case method when 'pearson' then estimate else coalesce(ci_high, estimate) end as high,
        n_obs
    from {{ ref('stat_correlations') }}
    where method in ('pearson', 'spearman') and estimate is not null

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
        case basis when 'sound_method' then 'Spearman' else 'Pearson' end, ', n ', {{ counted('n_obs') }}, ').'
    ) as detail,
    concat(
        'mean r ', {{ short('own_mean', 3) }}, ' (largest ', {{ short('own_largest', 3) }}, ') against ', {{ short('others_mean', 3) }},
        ', n ', n_obs
    ) as evidence,
    n_obs
from compared
where n_own > 0 and others_mean is not null
