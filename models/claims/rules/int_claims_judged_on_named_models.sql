-- Claims about two models by name: the difference of their scores on one benchmark, with the sampling
-- error of its items. The two answered the same items, so that errors taken as independent are large ones.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'named_models' and basis in ('same_method', 'sound_method')

),

-- a model that was evaluated more than once has the mean of its scores
models as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        lower(evaluations.model_name) as model_name,
        avg(scores.score_pct order by scores.score_pct) as score_pct
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    group by scores.cohort_id, scores.benchmark_id, lower(evaluations.model_name)

),

compared as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.decision,
        cells.group_a,
        cells.group_b,
        benchmarks.benchmark_name,
        benchmarks.n_items,
        a.score_pct - b.score_pct as difference,
        {{ critical_z() }} * sqrt((a.score_pct * (100 - a.score_pct) + b.score_pct * (100 - b.score_pct)) / benchmarks.n_items) as margin,
        difference - margin as ci_low,
        difference + margin as ci_high
    from cells
    inner join models as a
        on cells.cohort_id = a.cohort_id and cells.benchmark_id = a.benchmark_id and lower(cells.group_a) = a.model_name
    inner join models as b
        on cells.cohort_id = b.cohort_id and cells.benchmark_id = b.benchmark_id and lower(cells.group_b) = b.model_name
    inner join {{ ref('dim_benchmarks') }} as benchmarks on cells.benchmark_id = benchmarks.benchmark_id
    where benchmarks.n_items > 0

)

select
    claim_id,
    basis,
    cohort_id,
    difference as observed,
    case
        when ci_low <= 0 and ci_high >= 0 then 'inconclusive'
        else {{ verdict_when("(difference > 0) = (decision = 'positive')") }}
    end as verdict,
    concat(
        group_a, ' scores ', {{ points('difference') }}, ' points against ', group_b, ' on ', benchmark_name, ' (', {{ confidence_in_words() }},
        ' interval ', {{ interval('ci_low', 'ci_high') }}, ' by the error of ', {{ counted('n_items') }}, ' items).'
    ) as detail,
    concat({{ short('difference') }}, ' points, ', n_items, ' items') as evidence,
    2 as n_obs,
    ci_low,
    ci_high
from compared
