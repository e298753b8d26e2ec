with described as (

    select
        verdicts.* replace (
            coalesce(verdicts.verdict, 'not tested') as verdict,
            forecasts.is_underpredicted as is_underpredicted
        ),
        case verdicts.score_scale
            when 'raw' then 'percent'
            when 'log' then 'logarithm'
            when 'logit' then 'log odds'
            when 'above_chance' then 'above chance'
        end as score_scale_name,
        list_position(['raw', 'log', 'logit', 'above_chance'], verdicts.score_scale) as score_scale_order,
        forecasts.cut_b,
        forecasts.n_within,
        forecasts.n_beyond,
        forecasts.error_ratio,
        forecasts.error_ratio_ci_low,
        forecasts.error_ratio_ci_high
    from {{ ref('stat_emergence') }} as verdicts
    -- the cut that is chosen without a look at the scores
    left join (from {{ ref('stat_emergence_forecasts') }} where cut = 'quantile') as forecasts
        using (cohort_id, benchmark_id, score_scale)

)

{{ add_names(rows='described') }}
