-- Scores summed within each base family and range of size, with every size as it was resolved, at its
-- lower and at its upper bound; by the cohort's own ranges and by those with edges between checkpoints.
with evaluations as (

    select
        evaluation_id,
        base_family,
        parameters_b as resolved,
        size_low_b as low,
        size_high_b as high
    from {{ ref('fct_evaluations') }}
    where base_family is not null

),

sizes as (

    unpivot evaluations
    on resolved, low, high
    into name sizes value size_b

),

levels as (

    select
        sizes.*,
        ranges.scheme,
        ranges.parameter_range,
        ranges.range_order
    from sizes
    inner join {{ ref('dim_parameter_ranges') }} as ranges on {{ in_range('sizes.size_b', 'ranges') }}

),

sums as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        levels.scheme,
        levels.sizes,
        levels.parameter_range,
        levels.range_order,
        levels.base_family,
        count(*) as n_obs,
        sum(scores.score_units)::hugeint as total,
        sum(scores.score_units::hugeint * scores.score_units)::hugeint as total_squares
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('dim_cohorts') }} as cohorts on scores.cohort_id = cohorts.cohort_id
    inner join levels
        on scores.evaluation_id = levels.evaluation_id
        and levels.scheme in (cohorts.parameter_range_scheme, 'checkpoints')
    group by
        scores.cohort_id, scores.benchmark_id, levels.scheme, levels.sizes, levels.parameter_range,
        levels.range_order, levels.base_family

)

select
    cohort_id,
    benchmark_id,
    'parameter_range' as factor,
    scheme,
    sizes,
    parameter_range as level,
    range_order as level_order,
    true as is_tested,
    base_family,
    n_obs,
    -- in millionths of a percent
    total::bigint as total_units,
    (n_obs * total_squares - total * total)::double / n_obs / 1e12 as sum_squares
from sums
