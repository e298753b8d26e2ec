-- Everything about a score on one row, so that a BI tool needs no joins. The size is the one that the
-- cohort takes, and its range that of the cohort's own scheme, as in every statistic; marts.fct_evaluations
-- has the size of the base, and the range of the paper's scheme.
with ranges as (

    select * from {{ ref('int_cohort_levels_assigned') }}
    where factor = 'parameter_range'

)

select
    -- the population
    members.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    cohorts.snapshot_id,

    -- the benchmark
    scores.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    benchmarks.ability,

    -- the model and the run
    scores.evaluation_id,
    evaluations.model_id,
    evaluations.model_name,
    models.organisation,
    evaluations.revision,
    evaluations.precision,
    members.training_type,
    evaluations.architecture,
    members.architecture_family,
    members.architecture_family_5,
    evaluations.base_family,
    evaluations.lineage_family,
    members.parameters_b,
    ranges.level as parameter_range,
    ranges.level_order as parameter_range_order,
    evaluations.submitted_on,
    evaluations.is_merge,
    evaluations.is_flagged,
    evaluations.is_moe,
    evaluations.is_quantised,

    -- the score
    scores.score_pct,
    scores.std_error_pct,
    benchmarks.chance_pct,
    scores.score_pct - benchmarks.chance_pct as above_chance_pct,
    scores.n_items,
    scores.n_shots,
    scores.metric
from {{ ref('int_cohort_sizes_chosen') }} as members
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
inner join {{ ref('dim_models') }} as models using (model_id)
inner join ranges using (cohort_id, evaluation_id)
inner join {{ ref('fct_scores') }} as scores using (evaluation_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
