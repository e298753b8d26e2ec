-- Claims about what foretells scores: how large the errors of a forecast are, on one question of
-- seeds/structure/structure_questions.csv or over several tasks, and which of two forecasts errs less.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'structure' and is_rerun

),

errors as (

    select
        *,
        {{ variable_name('predictor') }} as by_predictor
    from {{ ref('stat_forecast_errors') }}
    where mae_pct is not null

),

absolute_error_pct as (

    select
        cells.cell_id,
        errors.mae_pct as estimate,
        errors.mae_ci_low_pct as ci_low,
        errors.mae_ci_high_pct as ci_high,
        errors.n_obs,
        errors.n_units as n_bases,
        errors.mae_type1_error as type1_error,
        to_json({
            'found_on': concat('by ', errors.by_predictor),
            'unit': errors.unit
        }) as facts
    from cells
    inner join errors
        on cells.cohort_id = errors.cohort_id and cells.group_a = errors.question_id
        and cells.group_b = errors.predictor
    where cells.measure = 'absolute_error_pct'

),

-- an average over tasks, of which those here are a sample
mean_error_over_tasks_pct as (

    select
        cells.cell_id,
        avg(errors.mae_pct order by errors.mae_pct) as estimate,
        student_quantile(1 - {{ significance_level() }} / 2, count(*) - 1.0)
        * stddev_samp(errors.mae_pct order by errors.mae_pct) / sqrt(count(*)) as half_width,
        sum(errors.n_obs) as n_obs,
        count(*) as n_bases,
        to_json({
            'found_on': concat('by ', any_value(errors.by_predictor), ' over ', count(*), ' tasks'),
            'unit': 'task'
        }) as facts
    from cells
    inner join errors
        on cells.cohort_id = errors.cohort_id
        and list_contains(string_split(cells.group_a, ' / '), errors.question_id)
        and cells.group_b = errors.predictor
    where cells.measure = 'mean_error_over_tasks_pct'
    group by cells.cell_id

),

mean_error_of_tasks as (

    select
        * exclude (half_width),
        -- no mean absolute error is below zero
        greatest(estimate - half_width, 0) as ci_low,
        estimate + half_width as ci_high,
        {{ significance_level() }} as type1_error
    from mean_error_over_tasks_pct

),

-- the errors of one forecast minus those of another; the sign test is exact if both err equally
error_difference as (

    select
        cells.cell_id,
        stats.mse_difference as estimate,
        stats.ci_low,
        stats.ci_high,
        stats.p_value,
        stats.ci_low is not null
        and (stats.p_value < cells.significance_level or stats.ci_low * stats.ci_high < 0) as can_decide,
        stats.n_obs,
        stats.n_units as n_bases,
        {{ significance_level() }} as type1_error,
        to_json({
            'found_on': concat(
                'between ', {{ variable_name('stats.predictor') }},
                ' and ', {{ variable_name('stats.against') }}
            ),
            'unit': stats.unit,
            'is_least': stats.p_value = pow(2, 1 - stats.n_units)
        }) as facts
    from cells
    inner join {{ ref('stat_forecast_comparisons') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and cells.group_b = concat(stats.predictor, ' against ', stats.against)
    where cells.measure = 'error_difference'

)

{{ observations_within('absolute_error_pct', 'mean_error_of_tasks', 'error_difference') }}
