-- Claims about sharpness, monotone growth and predictability, on pretrained checkpoints, one mean per base
-- family, and the log scale that the first paper uses: one witness per benchmark.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'emergence' and basis = 'sound_method'

),

shapes as (

    select * from {{ ref('stat_emergence') }}
    where score_scale = 'log' and status = 'ok'

),

forecasts as (

    select
        *,
        replace(score_scale, '_', ' ') as scale_name
    from {{ ref('stat_emergence_forecasts') }}
    where error_ratio is not null

),

judged as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        shapes.benchmark_id,
        shapes.sharp_delta_bic as observed,
        -- a gain in BIC above 10 is what the claim takes for a jump; gradual truths may give it too, so it
        -- counts where the test of a jump, whose false alarms are known, finds one; and that there is none is
        -- shown only where a gradual curve fits at least as well and the test has the power to find one
        case
            when shapes.sharp_delta_bic > cells.threshold_value and shapes.p_jump < shapes.critical_p_jump
                then {{ verdict_when("cells.expected = 'a jump'") }}
            when shapes.sharp_delta_bic <= 0 and shapes.power_at_jump >= {{ var('power') }}
                then {{ verdict_when("cells.expected != 'a jump'") }}
            else 'inconclusive'
        end as verdict,
        cells.n_benchmarks,
        concat(
            'on ', benchmarks.benchmark_name, ' (log scale) a jump ',
            case when shapes.sharp_delta_bic > 0 then 'gains ' else 'loses ' end,
            {{ short('abs(shapes.sharp_delta_bic)', 3) }}, ' in BIC against a gradual curve (',
            coalesce({{ p_in_words('shapes.p_jump') }}, 'no p-value'),
            coalesce(
                concat(
                    ', false alarms ', {{ short('100 * shapes.false_alarm_rate', 2) }}, ' %, power ',
                    {{ short('100 * shapes.power_at_jump', 3) }}, ' % at two residual deviations'
                ), ''
            ),
            '; n ', {{ counted('shapes.n_obs') }}, ' base families, ', shapes.judged_on, ')'
        ) as sentence,
        concat(
            shapes.benchmark_id, ' ', {{ short('shapes.sharp_delta_bic', 3) }},
            coalesce(', p ' || {{ short('shapes.p_jump', 2) }}, '')
        ) as evidence,
        shapes.n_obs
    from cells
    inner join shapes
        on cells.cohort_id = shapes.cohort_id
        and (cells.benchmark_id = shapes.benchmark_id or cells.benchmark_id = 'all')
    left join {{ ref('dim_benchmarks') }} as benchmarks on shapes.benchmark_id = benchmarks.benchmark_id
    where cells.measure = 'jump'
    union all
    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        shapes.benchmark_id,
        shapes.p_fall as observed,
        case when shapes.p_fall < cells.significance_level then 'supported' else 'inconclusive' end as verdict,
        cells.n_benchmarks,
        concat(
            'on ', benchmarks.benchmark_name, ' (log scale) a fall somewhere has ', {{ p_in_words('shapes.p_fall') }}, ', likeliest at ',
            {{ short('shapes.falls_at_b', 3) }}, ' B (n ', {{ counted('shapes.n_obs') }}, ' base families)'
        ) as sentence,
        concat(shapes.benchmark_id, ' p ', {{ short('shapes.p_fall', 3) }}) as evidence,
        shapes.n_obs
    from cells
    inner join shapes
        on cells.cohort_id = shapes.cohort_id
        and (cells.benchmark_id = shapes.benchmark_id or cells.benchmark_id = 'all')
    left join {{ ref('dim_benchmarks') }} as benchmarks on shapes.benchmark_id = benchmarks.benchmark_id
    where cells.measure = 'monotonicity'
    union all
    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        forecasts.benchmark_id,
        forecasts.error_ratio as observed,
        case
            when forecasts.error_ratio_ci_low > 1 then 'supported'
            when forecasts.error_ratio_ci_high < 1 then 'contradicted'
            else 'inconclusive'
        end as verdict,
        cells.n_benchmarks,
        concat(
            'on ', benchmarks.benchmark_name, ' (log scale) the error beyond ', {{ short('forecasts.cut_b', 3) }}, ' B is ',
            {{ short('forecasts.error_ratio', 2) }}, ' times that within (', {{ confidence_in_words() }}, ' interval ',
            {{ short('forecasts.error_ratio_ci_low', 2) }}, ' to ', {{ short('forecasts.error_ratio_ci_high', 2) }}, '; n ',
            {{ counted('forecasts.n_within') }}, ' and ', {{ counted('forecasts.n_beyond') }}, ' base families)'
        ) as sentence,
        concat(forecasts.benchmark_id, ' ratio ', {{ short('forecasts.error_ratio', 3) }}) as evidence,
        forecasts.n_within + forecasts.n_beyond as n_obs
    from cells
    inner join forecasts
        on cells.cohort_id = forecasts.cohort_id
        and forecasts.score_scale = 'log'
        -- a claim may list its benchmarks
        and (
            cells.benchmark_id = forecasts.benchmark_id
            or cells.benchmark = 'all'
            or list_contains(string_split(lower(cells.benchmark), ','), forecasts.benchmark_id)
        )
        -- a claim that names its cut is judged at that cut, which has been through a logarithm
        and case
            when cells.size_a_low_b is null then forecasts.cut = 'quantile'
            else forecasts.cut = 'claim' and abs(forecasts.cut_b / cells.size_a_low_b - 1) < 1e-9
        end
    left join {{ ref('dim_benchmarks') }} as benchmarks on forecasts.benchmark_id = benchmarks.benchmark_id
    where cells.measure = 'forecast'
    union all
    -- "cannot be predicted" is about every forecast, and about models that do better than foretold: a scale
    -- of the score on which the error is no larger beyond the cut refutes it
    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        forecasts.benchmark_id,
        min(forecasts.bias / nullif(forecasts.rmse_within, 0)) as observed,
        case
            when bool_or(forecasts.error_ratio_ci_high < 1) then 'contradicted'
            when bool_and(forecasts.bias_ci_low > 0) then 'supported'
            else 'inconclusive'
        end as verdict,
        any_value(cells.n_benchmarks) as n_benchmarks,
        concat(
            'on ', any_value(benchmarks.benchmark_name), ' those beyond ', {{ short('any_value(forecasts.cut_b)', 3) }},
            ' B score above what a line through those up to it foretells by this many of its residual standard errors: ',
            string_agg(
                concat(
                    {{ short('forecasts.bias / forecasts.rmse_within', 2) }}, ' on the ', forecasts.scale_name, ' scale (',
                    {{ confidence_in_words() }}, ' interval ', {{ short('forecasts.bias_ci_low / forecasts.rmse_within', 2) }}, ' to ',
                    {{ short('forecasts.bias_ci_high / forecasts.rmse_within', 2) }}, ')'
                ), ', ' order by forecasts.score_scale
            ),
            '; n ', {{ counted('max(forecasts.n_within)') }}, ' and ', {{ counted('max(forecasts.n_beyond)') }}, ' base families'
        ) as sentence,
        string_agg(
            concat(forecasts.score_scale, ' bias ', {{ short('forecasts.bias', 3) }}), ', ' order by forecasts.score_scale
        ) as evidence,
        max(forecasts.n_within + forecasts.n_beyond) as n_obs
    from cells
    inner join forecasts
        on cells.cohort_id = forecasts.cohort_id and cells.benchmark_id = forecasts.benchmark_id and forecasts.cut = 'quantile'
    left join {{ ref('dim_benchmarks') }} as benchmarks on forecasts.benchmark_id = benchmarks.benchmark_id
    where cells.measure = 'forecast_on_every_scale'
    group by cells.claim_id, cells.basis, cells.cohort_id, forecasts.benchmark_id

)

select
    claim_id,
    basis,
    cohort_id,
    max(observed) as observed,
    {{ verdict_of_all('verdict', 'any_value(n_benchmarks)') }} as verdict,
    concat('By base families, ', string_agg(sentence, '; ' order by benchmark_id), '.') as detail,
    string_agg(evidence, ' | ' order by benchmark_id) as evidence,
    max(n_obs) as n_obs
from judged
group by claim_id, basis, cohort_id
