-- Claims about scores beyond a size, as a line through those up to it foretells them: on pretrained
-- checkpoints, one mean per base family.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'emergence' and basis = 'sound_method'

),

forecasts as (

    select
        *,
        replace(score_scale, '_', ' ') as scale_name
    from {{ ref('stat_emergence_forecasts') }}
    where error_ratio is not null

),

-- the benchmarks of a claim are one, some that it lists, or all that comparisons take; a claim that names its
-- cut is judged at that cut, which has been through a logarithm
forecast as (

    select
        cells.cell_id,
        forecasts.benchmark_id,
        forecasts.error_ratio as estimate,
        forecasts.error_ratio_ci_low - 1 as low,
        forecasts.error_ratio_ci_high - 1 as high,
        forecasts.n_within + forecasts.n_beyond as n_obs,
        forecasts.error_ratio_type1_error as type1_error,
        to_json({
            'cut_b': forecasts.cut_b,
            'error_ratio': forecasts.error_ratio,
            'error_ratio_ci_low': forecasts.error_ratio_ci_low,
            'error_ratio_ci_high': forecasts.error_ratio_ci_high,
            'n_within': forecasts.n_within,
            'n_beyond': forecasts.n_beyond
        }) as facts
    from cells
    inner join forecasts
        on cells.cohort_id = forecasts.cohort_id
        and (
            cells.benchmark_id = forecasts.benchmark_id
            or list_contains(string_split(lower(cells.benchmark), ','), forecasts.benchmark_id)
            or (
                cells.benchmark = 'all'
                and forecasts.benchmark_id not in (
                    select narrow.benchmark_id from {{ ref('narrow_benchmarks') }} as narrow
                )
            )
        )
        and case
            when cells.size_a_low_b is null then forecasts.cut = 'quantile'
            else forecasts.cut = 'claim' and abs(forecasts.cut_b / cells.size_a_low_b - 1) < 1e-9
        end
    where cells.measure = 'forecast' and forecasts.score_scale = 'log'

),

-- by how many of its residual standard errors scores lie above the line, on each scale
scales as (

    select
        cells.cell_id,
        forecasts.*,
        forecasts.bias / nullif(forecasts.rmse_within, 0) as estimate,
        concat(
            {{ format_points('forecasts.bias / forecasts.rmse_within') }}, ' on the ', forecasts.scale_name,
            ' scale, between ', {{ format_points('forecasts.bias_ci_low / forecasts.rmse_within') }}, ' and ',
            {{ format_points('forecasts.bias_ci_high / forecasts.rmse_within') }}
        ) as in_words
    from cells
    inner join forecasts
        on cells.cohort_id = forecasts.cohort_id and cells.benchmark_id = forecasts.benchmark_id
        and forecasts.cut = 'quantile'
    where cells.measure = 'forecast_on_every_scale'

),

-- "cannot be predicted" is about every forecast and about models that beat theirs: it is refuted by any
-- scale of the score on which the error does not grow beyond the cut
forecast_on_every_scale as (

    select
        cell_id,
        benchmark_id,
        min(estimate) as estimate,
        case
            when bool_or(error_ratio_ci_high < 1) then false
            when bool_and(bias_ci_low > 0) then true
        end as holds,
        max(n_within + n_beyond) as n_obs,
        -- above on every scale is as rare as on one; one scale of several refutes
        if(
            holds,
            max(bias_type1_error),
            least(sum(error_ratio_type1_error order by score_scale desc), 1)
        ) as type1_error,
        to_json({
            'cut_b': any_value(cut_b),
            'n_within': max(n_within),
            'n_beyond': max(n_beyond),
            'scales': string_agg(in_words, '. They score ' order by score_scale)
        }) as facts
    from scales
    group by cell_id, benchmark_id

)

{{ observations('forecast', 'forecast_on_every_scale') }}
