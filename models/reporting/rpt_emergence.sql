with

-- the cut that is chosen without a look at the scores
forecasts as (

    select * from {{ ref('stat_emergence_forecasts') }}
    where cut = 'quantile'

)

select
    verdicts.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    verdicts.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    verdicts.score_scale,
    case verdicts.score_scale
        when 'raw' then 'percent'
        when 'log' then 'logarithm'
        when 'logit' then 'log odds'
        when 'above_chance' then 'above chance'
    end as score_scale_name,
    list_position(['raw', 'log', 'logit', 'above_chance'], verdicts.score_scale) as score_scale_order,
    coalesce(verdicts.verdict, 'not tested') as verdict,
    verdicts.best_model,
    verdicts.sharp_delta_bic,
    verdicts.p_jump,
    verdicts.critical_p_jump,
    verdicts.false_alarm_rate,
    verdicts.power_at_jump,
    verdicts.p_fall,
    verdicts.judged_on,
    verdicts.n_obs,
    forecasts.cut_b,
    forecasts.n_within,
    forecasts.n_beyond,
    forecasts.error_ratio,
    forecasts.error_ratio_ci_low,
    forecasts.error_ratio_ci_high,
    forecasts.is_underpredicted,
    verdicts.status
from {{ ref('stat_emergence') }} as verdicts
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
left join forecasts using (cohort_id, benchmark_id, score_scale)
