-- Scores of each level of a factor: in the population, in the whole of January 2024, and in what the
-- population leaves out, which is the difference of their sums. Every population is a part of the
-- whole. A level without a row in the population keeps its row with n = 0.
with populations as (

    select distinct
        cohort_id,
        cutoff_pct,
        population
    from {{ ref('int_selection_populations_scored') }}

),

whole_cohort as (

    select cohort_id from {{ ref('selection_populations') }}
    where is_whole

),

levels as (

    select *
    from {{ ref('int_cohort_levels_assigned') }}
    where
        cohort_id in (select cohort_id from whole_cohort)
        and factor in ('training_type', 'parameter_range')
        and is_tested

),

sums as (

    select
        scores.population,
        scores.benchmark_id,
        levels.factor,
        levels.level,
        levels.level_order,
        count(*) as n_obs,
        sum(scores.score_units) as total,
        sum(scores.score_units::hugeint * scores.score_units) as total_squares
    from {{ ref('int_selection_populations_scored') }} as scores
    inner join levels on scores.evaluation_id = levels.evaluation_id
    group by scores.population, scores.benchmark_id, levels.factor, levels.level, levels.level_order

),

parts as (

    select
        populations.*,
        whole.benchmark_id,
        whole.factor,
        whole.level,
        whole.level_order,
        coalesce(kept.n_obs, 0) as n_obs,
        coalesce(kept.total, 0) as total,
        coalesce(kept.total_squares, 0) as total_squares,
        whole.n_obs as n_whole,
        whole.total as total_whole,
        whole.total_squares as total_squares_whole,
        whole.n_obs - coalesce(kept.n_obs, 0) as n_left_out,
        whole.total - coalesce(kept.total, 0) as total_left_out,
        whole.total_squares - coalesce(kept.total_squares, 0) as total_squares_left_out
    from populations
    inner join whole_cohort on true
    inner join sums as whole on whole_cohort.cohort_id = whole.population
    left join sums as kept
        on populations.population = kept.population
        and whole.benchmark_id = kept.benchmark_id
        and whole.factor = kept.factor
        and whole.level = kept.level

)

select
    population,
    cohort_id,
    cutoff_pct,
    benchmark_id,
    factor,
    level,
    level_order,
    n_obs,
    n_whole,
    n_left_out,
    case when n_obs > 0 then total / n_obs / 1e6 end as mean,
    total_whole / n_whole / 1e6 as mean_whole,
    case when n_left_out > 0 then total_left_out / n_left_out / 1e6 end as mean_left_out,
    -- in percent
    case
        when n_obs > 1 then sqrt((n_obs * total_squares - total * total)::double / n_obs / (n_obs - 1)) / 1e6
    end as std_dev,
    case
        when n_left_out > 1
            then sqrt(
                (n_left_out * total_squares_left_out - total_left_out * total_left_out)::double
                / n_left_out / (n_left_out - 1)
            ) / 1e6
    end as std_dev_left_out
from parts
