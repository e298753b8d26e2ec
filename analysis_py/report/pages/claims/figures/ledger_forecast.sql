-- A forecast that was printed before the models were released, beside one by size: what came of each.
with errors as (

    select
        question_id,
        cohort_id,
        max(mae_pct) filter (where predictor = 'printed') as of_print,
        max(mae_pct) filter (where predictor = 'parameters_b') as of_size,
        max(n_obs) filter (where predictor = 'printed') as n_models
    from statistics.stat_forecast_errors
    group by question_id, cohort_id

)

select
    points.cohort_id,
    points.benchmark_order,
    format(
        '{} · n = {} · off by {:.1f}, size by {:.1f}', points.benchmark_name, errors.n_models, errors.of_print, errors.of_size
    ) as panel,
    if(points.predictor = 'printed', 'printed in advance', 'from model size') as forecast_by,
    points.model_name,
    points.unit as family,
    round(points.forecast_pct, 2) as forecast_pct,
    round(points.observed_pct, 2) as observed_pct,
    errors.of_print,
    errors.of_size
from statistics.stat_forecast_points as points
inner join errors on points.question_id = errors.question_id and points.cohort_id = errors.cohort_id
where points.predictor in ('printed', 'parameters_b') and errors.of_print is not null
order by points.benchmark_order, points.question_id, forecast_by desc, points.model_name;
