-- Claims about sharpness, monotone growth and predictability, on pretrained checkpoints, one mean per base
-- family, and the log scale that the paper uses: one witness per benchmark.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'emergence' and basis = 'sound_method'

),

shapes as (

    select * from {{ ref('stat_emergence') }}
    where score_scale = 'log' and status = 'ok'

),

forecasts as (

    select * from {{ ref('stat_emergence_forecasts') }}
    where score_scale = 'log' and cut = 'quantile' and error_ratio is not null

),

judged as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        shapes.benchmark_id,
        shapes.sharp_delta_bic as observed,
        -- a gain in BIC above 10 is what the claim takes for a jump; gradual truths may give it too, so it
        -- counts where the test of a jump, whose false alarms are known, finds one
        case
            when shapes.sharp_delta_bic <= cells.threshold_value then 'supported'
            when shapes.p_jump < shapes.critical_p_jump then 'contradicted'
            else 'inconclusive'
        end as verdict,
        concat(
            shapes.benchmark_id, ': a jump gains ', {{ short('shapes.sharp_delta_bic', 3) }}, ' in BIC over a gradual curve, p ',
            {{ short('shapes.p_jump', 2) }}, ' (false alarms ', {{ short('100 * shapes.false_alarm_rate', 2) }},
            ' %, power ', {{ short('100 * shapes.power_at_jump', 2) }}, ' % at two residual deviations), n ',
            shapes.n_obs, ' base families, ', shapes.judged_on
        ) as detail
    from cells
    inner join shapes
        on cells.cohort_id = shapes.cohort_id
        and (cells.benchmark_id = shapes.benchmark_id or cells.benchmark_id = 'all')
    where cells.measure = 'jump'
    union all
    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        shapes.benchmark_id,
        shapes.p_fall as observed,
        case when shapes.p_fall < cells.significance_level then 'supported' else 'inconclusive' end as verdict,
        concat(
            shapes.benchmark_id, ': p of a fall anywhere ', {{ short('shapes.p_fall', 3) }}, ', likeliest at ',
            {{ short('shapes.falls_at_b', 3) }}, ' B, n ', shapes.n_obs, ' base families'
        ) as detail
    from cells
    inner join shapes
        on cells.cohort_id = shapes.cohort_id
        and (cells.benchmark_id = shapes.benchmark_id or cells.benchmark_id = 'all')
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
        concat(
            forecasts.benchmark_id, ': error beyond ', {{ short('forecasts.cut_b', 3) }}, ' B ', {{ short('forecasts.error_ratio', 3) }},
            ' times that within [', {{ short('forecasts.error_ratio_ci_low', 3) }}, ', ',
            {{ short('forecasts.error_ratio_ci_high', 3) }}, '], n ', forecasts.n_within, ' and ', forecasts.n_beyond, ' base families'
        ) as detail
    from cells
    inner join forecasts
        on cells.cohort_id = forecasts.cohort_id
        -- a claim may list its benchmarks
        and (
            cells.benchmark_id = forecasts.benchmark_id
            or cells.benchmark = 'all'
            or list_contains(string_split(lower(cells.benchmark), ','), forecasts.benchmark_id)
        )
    where cells.measure = 'forecast'

)

select
    claim_id,
    basis,
    cohort_id,
    max(observed) as observed,
    {{ verdict_of_all('verdict') }} as verdict,
    string_agg(detail, ' | ' order by benchmark_id) as detail
from judged
group by claim_id, basis, cohort_id
