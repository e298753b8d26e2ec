select
    scores.snapshot_id,
    positions.cohort_id,
    positions.benchmark_id,
    positions.metric,
    positions.n_shots::integer as n_shots,
    positions.evaluation_id,
    evaluations.model_name,
    evaluations.parameters_b,
    evaluations.training_type,
    scores.score_pct,
    scores.std_error_pct,
    positions.expected_pct,
    positions.predicted_low,
    positions.predicted_high,
    positions.residual_in_sd,
    positions.size_equivalent_b,
    positions.percentile_near_size,
    positions.n_near_size as n_near,
    positions.percentile_same_type,
    positions.n_same_type,
    positions.gap_to_top_tenth_pct,
    positions.n_obs,
    positions.n_base_families,
    {{ var('confidence_level') }}::double as confidence_level,
    positions.place_status as status
from {{ ref('fit_import_positions') }} as positions
inner join {{ ref('int_import_scores_matched') }} as scores using (cohort_id, benchmark_id, evaluation_id)
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
