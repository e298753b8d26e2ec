-- Claims about sharpness, monotone growth and predictability, on pretrained checkpoints, one mean per base
-- family, and the log scale that the first paper uses: one witness per benchmark.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'emergence' and basis = 'sound_method'

),

-- "all" benchmarks are those that comparisons take
narrow as (

    select benchmark_id from {{ ref('narrow_benchmarks') }}

),

forecasts as (

    select
        *,
        replace(score_scale, '_', ' ') as scale_name
    from {{ ref('stat_emergence_forecasts') }}
    where error_ratio is not null

)

select
    cells.cell_id,
    shapes.benchmark_id,
    if(cells.measure = 'jump', shapes.sharp_delta_bic, shapes.p_fall) as estimate,
    -- a gain in BIC above the claim's is what it takes for a jump; gradual truths may give it too, so it
    -- counts where the test of a jump, whose false alarms are known, finds one; and that there is none is
    -- shown only where a gradual curve fits at least as well and the test has the power to find one
    case
        when cells.measure = 'monotonicity' then if(shapes.p_fall < cells.significance_level, true, null)
        when shapes.sharp_delta_bic > cells.threshold_value and shapes.p_jump < shapes.critical_p_jump
            then cells.expected = 'a jump'
        when shapes.sharp_delta_bic <= 0 and shapes.power_at_jump >= {{ var('power') }} then cells.expected != 'a jump'
    end as holds,
    shapes.n_obs,
    if(cells.measure = 'jump', shapes.false_alarm_rate, shapes.p_fall_type1_error) as type1_error,
    to_json({
        'gains': shapes.sharp_delta_bic > 0,
        'gain': abs(shapes.sharp_delta_bic),
        'delta_bic': shapes.sharp_delta_bic,
        'p_jump': shapes.p_jump,
        'false_alarm_pct': 100 * shapes.false_alarm_rate,
        'power_pct': 100 * shapes.power_at_jump,
        'judged_on': shapes.judged_on,
        'p_fall': shapes.p_fall,
        'falls_at_b': shapes.falls_at_b
    }) as facts
from cells
inner join {{ ref('stat_emergence') }} as shapes
    on cells.cohort_id = shapes.cohort_id and {{ on_benchmark('cells', 'shapes') }}
where
    cells.measure in ('jump', 'monotonicity') and shapes.score_scale = 'log' and shapes.status = 'ok'
    and (cells.benchmark_id != 'all' or shapes.benchmark_id not in (select benchmark_id from narrow))
union all by name
select
    cells.cell_id,
    forecasts.benchmark_id,
    forecasts.error_ratio as estimate,
    forecasts.error_ratio_ci_low - 1 as low,
    forecasts.error_ratio_ci_high - 1 as high,
    forecasts.n_within + forecasts.n_beyond as n_obs,
    forecasts.error_ratio_type1_error as type1_error,
    to_json(forecasts) as facts
from cells
inner join forecasts
    on cells.cohort_id = forecasts.cohort_id
    and forecasts.score_scale = 'log'
    -- a claim may list its benchmarks
    and (
        cells.benchmark_id = forecasts.benchmark_id
        or (cells.benchmark = 'all' and forecasts.benchmark_id not in (select benchmark_id from narrow))
        or list_contains(string_split(lower(cells.benchmark), ','), forecasts.benchmark_id)
    )
    -- a claim that names its cut is judged at that cut, which has been through a logarithm
    and case
        when cells.size_a_low_b is null then forecasts.cut = 'quantile'
        else forecasts.cut = 'claim' and abs(forecasts.cut_b / cells.size_a_low_b - 1) < 1e-9
    end
where cells.measure = 'forecast'
union all by name
-- "cannot be predicted" is about every forecast, and about models that do better than foretold: a scale
-- of the score on which the error is no larger beyond the cut refutes it
select
    cells.cell_id,
    forecasts.benchmark_id,
    min(forecasts.bias / nullif(forecasts.rmse_within, 0)) as estimate,
    case when bool_or(forecasts.error_ratio_ci_high < 1) then false when bool_and(forecasts.bias_ci_low > 0) then true end as holds,
    max(forecasts.n_within + forecasts.n_beyond) as n_obs,
    -- above on every scale is as rare as on one; one scale of several refutes
    if(holds, max(forecasts.bias_type1_error), least(sum(forecasts.error_ratio_type1_error), 1)) as type1_error,
    to_json({
        'cut_b': any_value(forecasts.cut_b),
        'n_within': max(forecasts.n_within),
        'n_beyond': max(forecasts.n_beyond),
        'scales': string_agg(
            concat(
                {{ short('forecasts.bias / forecasts.rmse_within', 2) }}, ' on the ', forecasts.scale_name, ' scale (',
                {{ confidence_in_words() }}, ' interval ', {{ short('forecasts.bias_ci_low / forecasts.rmse_within', 2) }}, ' to ',
                {{ short('forecasts.bias_ci_high / forecasts.rmse_within', 2) }}, ')'
            ), ', ' order by forecasts.score_scale
        ),
        'biases': string_agg(
            concat(forecasts.score_scale, ' bias ', {{ short('forecasts.bias', 3) }}), ', ' order by forecasts.score_scale
        )
    }) as facts
from cells
inner join forecasts
    on cells.cohort_id = forecasts.cohort_id and cells.benchmark_id = forecasts.benchmark_id and forecasts.cut = 'quantile'
where cells.measure = 'forecast_on_every_scale'
group by cells.cell_id, forecasts.benchmark_id
