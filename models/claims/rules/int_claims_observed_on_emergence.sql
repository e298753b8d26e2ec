-- Claims about sharpness, monotone growth and predictability, on pretrained checkpoints, one mean per base
-- family, and the log scale that the first paper uses: one witness per benchmark.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'emergence' and basis = 'sound_method'

),

-- the benchmarks of a claim: one, some that it lists, or all that comparisons take
asked as (

    select
        cells.*,
        names.benchmark_id as asked_benchmark
    from cells
    inner join {{ ref('dim_benchmarks') }} as names
        on cells.benchmark_id = names.benchmark_id
        or (cells.measure = 'forecast' and list_contains(string_split(lower(cells.benchmark), ','), names.benchmark_id))
        or (
            if(cells.measure = 'forecast', cells.benchmark, cells.benchmark_id) = 'all'
            and names.benchmark_id not in (select narrow.benchmark_id from {{ ref('narrow_benchmarks') }} as narrow)
        )

),

forecasts as (

    select
        *,
        replace(score_scale, '_', ' ') as scale_name
    from {{ ref('stat_emergence_forecasts') }}
    where error_ratio is not null

)

select
    asked.cell_id,
    shapes.* exclude (cohort_id, verdict),
    if(asked.measure = 'jump', shapes.sharp_delta_bic, shapes.p_fall) as estimate,
    -- a gain in BIC above the claim's is what it takes for a jump; gradual truths may give it too, so it
    -- counts where the test of a jump, whose false alarms are known, finds one; and that there is none is
    -- shown only where a gradual curve fits at least as well and the test has the power to find one
    case
        when asked.measure = 'monotonicity' then if(shapes.p_fall < asked.significance_level, true, null)
        when shapes.sharp_delta_bic > asked.threshold_value and shapes.p_jump < shapes.critical_p_jump
            then asked.expected = 'a jump'
        when shapes.sharp_delta_bic <= 0 and shapes.power_at_jump >= {{ var('power') }}
            then asked.expected != 'a jump'
    end as holds,
    if(asked.measure = 'jump', shapes.false_alarm_rate, shapes.p_fall_type1_error) as type1_error
from asked
inner join {{ ref('stat_emergence') }} as shapes
    on asked.cohort_id = shapes.cohort_id and asked.asked_benchmark = shapes.benchmark_id
where asked.measure in ('jump', 'monotonicity') and shapes.score_scale = 'log' and shapes.status = 'ok'
union all by name
select
    asked.cell_id,
    forecasts.* exclude (cohort_id),
    forecasts.error_ratio as estimate,
    forecasts.error_ratio_ci_low - 1 as low,
    forecasts.error_ratio_ci_high - 1 as high,
    forecasts.n_within + forecasts.n_beyond as n_obs,
    forecasts.error_ratio_type1_error as type1_error
from asked
inner join forecasts
    on asked.cohort_id = forecasts.cohort_id and asked.asked_benchmark = forecasts.benchmark_id
    and forecasts.score_scale = 'log'
    -- a claim that names its cut is judged at that cut, which has been through a logarithm
    and case
        when asked.size_a_low_b is null then forecasts.cut = 'quantile'
        else forecasts.cut = 'claim' and abs(forecasts.cut_b / asked.size_a_low_b - 1) < 1e-9
    end
where asked.measure = 'forecast'
union all by name
-- "cannot be predicted" is about every forecast and about models that beat theirs: it is refuted by any
-- scale of the score on which the error does not grow beyond the cut
select
    cells.cell_id,
    forecasts.benchmark_id,
    min(forecasts.bias / nullif(forecasts.rmse_within, 0)) as estimate,
    case when bool_or(forecasts.error_ratio_ci_high < 1) then false when bool_and(forecasts.bias_ci_low > 0) then true end as holds,
    max(forecasts.n_within + forecasts.n_beyond) as n_obs,
    -- above on every scale is as rare as on one; one scale of several refutes
    if(
        holds, max(forecasts.bias_type1_error), least(sum(forecasts.error_ratio_type1_error), 1)
    ) as type1_error,
    any_value(forecasts.cut_b) as cut_b,
    max(forecasts.n_within) as n_within,
    max(forecasts.n_beyond) as n_beyond,
    string_agg(
        concat(
            {{ format_number('forecasts.bias / forecasts.rmse_within', 2) }}, ' on the ', forecasts.scale_name, ' scale (',
            {{ format_confidence() }}, ' interval ', {{ format_number('forecasts.bias_ci_low / forecasts.rmse_within', 2) }}, ' to ',
            {{ format_number('forecasts.bias_ci_high / forecasts.rmse_within', 2) }}, ')'
        ), ', ' order by forecasts.score_scale
    ) as scales,
    string_agg(
        concat(forecasts.score_scale, ' bias ', {{ format_number('forecasts.bias', 3) }}), ', ' order by forecasts.score_scale
    ) as biases
from cells
inner join forecasts
    on cells.cohort_id = forecasts.cohort_id and cells.benchmark_id = forecasts.benchmark_id
    and forecasts.cut = 'quantile'
where cells.measure = 'forecast_on_every_scale'
group by cells.cell_id, forecasts.benchmark_id
