-- Claims about two models by name: the difference of their scores on one benchmark, with the sampling
-- error of its items. The two answered the same items, so that errors taken as independent are large ones.
with cells as (

    select
        *,
        lower(group_a) as model_a,
        lower(group_b) as model_b
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'named_models' and is_rerun

),

-- a model that was evaluated more than once has the mean of its scores
compared as (

    select
        cells.cell_id,
        cells.benchmark_id,
        avg(scores.score_pct order by scores.score_pct) filter (where lower(evaluations.model_name) = cells.model_a) as score_a,
        avg(scores.score_pct order by scores.score_pct) filter (where lower(evaluations.model_name) = cells.model_b) as score_b
    from cells
    inner join {{ ref('int_cohort_scores_selected') }} as scores using (cohort_id, benchmark_id)
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    group by cells.cell_id, cells.benchmark_id

)

select
    compared.cell_id,
    compared.benchmark_id,
    compared.score_a - compared.score_b as estimate,
    {{ critical_z() }} * sqrt(
        (compared.score_a * (100 - compared.score_a) + compared.score_b * (100 - compared.score_b)) / benchmarks.n_items
    ) as half_width,
    estimate - half_width as ci_low,
    estimate + half_width as ci_high,
    2 as n_obs,
    2 * student_tail({{ critical_z() }}, benchmarks.n_items - 1) as type1_error,
    to_json({ 'n_items': benchmarks.n_items }) as facts
from compared
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
where benchmarks.n_items > 0 and compared.score_a is not null and compared.score_b is not null
