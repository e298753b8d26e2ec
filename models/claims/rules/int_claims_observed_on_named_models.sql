-- Claims about two models by name. They answered the same items, so that errors taken as independent are
-- large ones.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'named_models' and is_rerun

),

named as (

    select
        cells.cell_id,
        cells.benchmark_id,
        benchmarks.n_items,
        lower(evaluations.model_name) = lower(cells.group_a) as is_a,
        lower(evaluations.model_name) = lower(cells.group_b) as is_b,
        scores.score_pct
    from cells
    inner join {{ ref('int_cohort_scores_compared') }} as scores using (cohort_id, benchmark_id)
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    left join {{ ref('int_cohort_sizes_chosen') }} as sizes
        on scores.cohort_id = sizes.cohort_id and scores.evaluation_id = sizes.evaluation_id
    inner join {{ ref('dim_benchmarks') }} as benchmarks on cells.benchmark_id = benchmarks.benchmark_id
    where coalesce(sizes.statistics != 'paper', true) and benchmarks.n_items > 0 and (is_a or is_b)

),

-- a model that was evaluated more than once has the mean of its scores
differences as (

    select
        cell_id,
        benchmark_id,
        n_items,
        avg(score_pct order by score_pct) filter (where is_a) as score_a,
        avg(score_pct order by score_pct) filter (where is_b) as score_b,
        score_a - score_b as estimate,
        {{ critical_z() }}
        * sqrt((score_a * (100 - score_a) + score_b * (100 - score_b)) / n_items) as half_width
    from named
    group by cell_id, benchmark_id, n_items

),

model_difference as (

    select
        cell_id,
        benchmark_id,
        estimate,
        estimate - half_width as ci_low,
        estimate + half_width as ci_high,
        2 as n_obs,
        2 * student_tail({{ critical_z() }}, n_items - 1) as type1_error,
        to_json({ 'n_items': n_items }) as facts
    from differences
    where estimate is not null

)

{{ observations('model_difference') }}
