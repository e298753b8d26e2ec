-- The scores that give an import its place among the models of a board: the evaluations of every cohort
-- that the import compares with, and its own. An unknown type counts as null.
with settings as (

    select distinct
        cohort_id,
        benchmark_id,
        metric,
        n_shots
    from {{ ref('int_import_scores_matched') }}

),

placed as (

    select
        cohort_id,
        benchmark_id,
        metric,
        n_shots,
        true as is_own,
        evaluation_id,
        score_pct
    from {{ ref('int_import_scores_matched') }}
    union all
    select
        settings.cohort_id,
        settings.benchmark_id,
        settings.metric,
        settings.n_shots,
        false as is_own,
        scores.evaluation_id,
        scores.score_pct
    from settings
    inner join {{ ref('bridge_cohort_evaluations') }} using (cohort_id)
    inner join {{ ref('fct_scores') }} as scores using (evaluation_id, benchmark_id, metric, n_shots)

)

select
    placed.*,
    ln(evaluations.parameters_b) as log_parameters_b,
    nullif(evaluations.training_type, 'unknown') as training_type,
    evaluations.base_family
from placed
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
