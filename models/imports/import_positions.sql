with scores as (

    select
        matched.*,
        evaluations.model_name,
        evaluations.parameters_b,
        evaluations.training_type,
        benchmarks.n_items as n_items_of_test,
        -- what was answered need not be like the rest: a limit takes the first items
        matched.is_part or coalesce(matched.n_items < benchmarks.n_items, false) as is_partial
    from {{ ref('int_import_scores_matched') }} as matched
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)

)

select
    scores.snapshot_id,
    scores.cohort_id,
    scores.benchmark_id,
    scores.metric,
    scores.n_shots::integer as n_shots,
    scores.evaluation_id,
    scores.model_name,
    scores.parameters_b,
    scores.training_type,
    scores.is_partial,
    scores.n_items::bigint as n_items,
    scores.score_pct,
    scores.std_error_pct,
    positions.expected_pct,
    positions.predicted_low,
    positions.predicted_high,
    positions.residual_in_sd,
    positions.size_equivalent_b,
    {{ percentile_among('positions.percentile_near_size', 'positions.n_near_size') }} as percentile_near_size,
    positions.n_near_size as n_near,
    {{ percentile_among('positions.percentile_same_type', 'positions.n_same_type') }} as percentile_same_type,
    positions.n_same_type,
    positions.gap_to_top_tenth_pct,
    positions.n_obs,
    positions.n_base_families,
    {{ var('confidence_level') }}::double as confidence_level,
    case
        when scores.is_partial
            then
                'a part of the test: '
                || coalesce(
                    format('{} of {} items', scores.n_items, scores.n_items_of_test),
                    'nothing says of how many items'
                )
        else positions.place_status
    end as status
from scores
left join {{ ref('fit_import_positions') }} as positions
    on scores.cohort_id = positions.cohort_id
    and scores.benchmark_id = positions.benchmark_id
    and scores.evaluation_id = positions.evaluation_id
    and not scores.is_partial
