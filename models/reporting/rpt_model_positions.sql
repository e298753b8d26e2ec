-- One model on one benchmark, with names: its score, its possible ranks, and its place among models of
-- similar size.
with placed as (

    select
        positions.*,
        evaluations.model_name,
        models.organisation,
        evaluations.precision,
        evaluations.training_type,
        evaluations.architecture_family,
        evaluations.base_family,
        evaluations.parameters_b,
        evaluations.is_merge,
        evaluations.is_flagged,
        ranks.rank,
        ranks.rank_low,
        ranks.rank_high,
        ranks.is_among_best,
        ranks.n_models
    from {{ ref('stat_model_positions') }} as positions
    inner join {{ ref('stat_model_ranks') }} as ranks using (cohort_id, benchmark_id, evaluation_id)
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    inner join {{ ref('dim_models') }} as models using (model_id)

)

{{ add_names(rows='placed') }}
