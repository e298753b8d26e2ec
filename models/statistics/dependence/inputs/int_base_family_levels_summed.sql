-- Scores summed within each cluster and level of each factor, all that comparisons of level means with
-- clustered rows need. The cluster is the base family; an architecture is a choice
-- made for a model generation and not for a base, so there it is the generation
-- (lineage_family). A level without a score on a benchmark keeps rows with n = 0.
with levels as (

    select
        levels.* replace (levels.is_tested and {{ is_named_level('levels') }} as is_tested),
        {{ cluster_unit('levels.factor') }} as cluster_unit,
        if(cluster_unit = 'base family', evaluations.base_family, evaluations.lineage_family) as base_family,
        evaluations.lineage_family
    from {{ ref('int_cohort_levels_assigned') }} as levels
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    where evaluations.base_family is not null

),

cohort_benchmarks as (

    select distinct
        cohort_id,
        benchmark_id
    from {{ ref('int_cohort_scores_selected') }}

),

sums as (

    select
        levels.cohort_id,
        cohort_benchmarks.benchmark_id,
        levels.factor,
        levels.level,
        levels.level_order,
        levels.is_tested,
        levels.cluster_unit,
        levels.base_family,
        -- a family has one generation
        min(levels.lineage_family) as lineage_family,
        count(scores.score_units) as n_obs,
        coalesce(sum(scores.score_units), 0)::hugeint as total,
        coalesce(sum(scores.score_units::hugeint * scores.score_units), 0)::hugeint as total_squares
    from levels
    inner join cohort_benchmarks using (cohort_id)
    left join {{ ref('int_cohort_scores_selected') }} as scores using (cohort_id, benchmark_id, evaluation_id)
    group by
        levels.cohort_id, cohort_benchmarks.benchmark_id, levels.factor, levels.level, levels.level_order,
        levels.is_tested, levels.cluster_unit, levels.base_family

)

select
    cohort_id,
    benchmark_id,
    factor,
    level,
    level_order,
    is_tested,
    cluster_unit,
    base_family,
    lineage_family,
    n_obs,
    -- in millionths of a percent
    total::bigint as total_units,
    case
        when n_obs > 0 then (n_obs * total_squares - total * total)::double / n_obs / 1e12
        else 0
    end as sum_squares
from sums
