-- Claims that one benchmark goes its own way among the others.
with correlations as (

    select
        case method when 'pearson' then 'same_method' when 'spearman' then 'sound_method' end as basis,
        cohort_id,
        benchmark_a,
        benchmark_b,
        estimate,
        n_obs
    from {{ ref('stat_correlations') }}
    where method in ('pearson', 'spearman') and estimate is not null

),

compared as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        correlations.estimate,
        correlations.n_obs,
        cells.benchmark_id in (correlations.benchmark_a, correlations.benchmark_b) as is_own
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join correlations using (basis, cohort_id)
    where cells.rule_family = 'correlation'

)

select
    claim_id,
    basis,
    cohort_id,
    avg(estimate order by estimate) filter (where is_own) as observed,
    -- 0.7 is where the claim puts "highly"
    {{ verdict_when(
        'avg(estimate order by estimate) filter (where is_own) < avg(estimate order by estimate) filter (where not is_own)'
        ~ ' and max(estimate) filter (where is_own) < 0.7'
    ) }} as verdict,
    concat(
        'mean r ', {{ short('avg(estimate order by estimate) filter (where is_own)', 3) }}, ' (largest ',
        {{ short('max(estimate) filter (where is_own)', 3) }}, ') against ',
        {{ short('avg(estimate order by estimate) filter (where not is_own)', 3) }}, ' among the others, n ', max(n_obs),
        case basis when 'sound_method' then '; Spearman' else '; Pearson' end
    ) as detail
from compared
group by claim_id, basis, cohort_id
