-- How strong an association with both training type and score would an unmeasured confounder need, beyond
-- what is held equal, to explain a difference away? As a ratio of risks, the E-value of VanderWeele and
-- Ding (2017, Annals of Internal Medicine 167, 268-274), a difference of d standard deviations counting
-- as exp(0.91 d); and as a share of the variance left over, the robustness value of Cinelli and Hazlett
-- (2020, Journal of the Royal Statistical Society B 82, 39-67, equations 18 and 19; where one of their
-- two bounds is not reached at equal shares, as in Cinelli, Ferwerda and Hazlett 2024, Observational
-- Studies 10, 93-127). t is the estimate in units of its interval, which may be calibrated, with the
-- estimate's degrees of freedom, so the values are of base families and not of evaluations.
{% set level = significance_level() %}

{% call add_names() %}
with compared as (

    -- the limits that decide
    select * replace (ci_low_calibrated as ci_low, ci_high_calibrated as ci_high)
    from {{ ref('stat_adjusted_pairs') }}
    union all by name
    select * from {{ ref('stat_within_base') }}
    -- the others hold nothing equal, or are these two with other weights
    where method in ('fixed effects', 'mixed, within')

),

differences as (

    select
        compared.cohort_id,
        compared.benchmark_id,
        compared.factor,
        compared.method,
        compared.group_a,
        compared.group_b,
        compared.n_a,
        compared.n_b,
        compared.estimate,
        compared.std_error,
        compared.df_den,
        compared.ci_low,
        compared.ci_high,
        compared.warning,
        compared.is_significant,
        compared.status,
        sqrt(
            ((a.n_obs - 1) * a.std_dev ** 2 + (b.n_obs - 1) * b.std_dev ** 2)
            / nullif(a.n_obs + b.n_obs - 2, 0)
        ) as pooled_std_dev,
        compared.status = 'ok' and compared.ci_low is not null as has_interval,
        nullif(pooled_std_dev, 0) as unit,
        abs(
            2 * compared.estimate * student_quantile(1 - {{ level }} / 2, compared.df_den)
            / (compared.ci_high - compared.ci_low)
        ) as t_of_interval,
        t_of_interval / sqrt(compared.df_den) as f,
        case
            when compared.df_den > 1
                then student_quantile(1 - {{ level }} / 2, compared.df_den - 1) / sqrt(compared.df_den - 1)
        end as critical,
        if(has_interval, exp(0.91 * compared.estimate / unit), null) as risk_ratio,
        exp(0.91 * compared.ci_low / unit) as ratio_low,
        exp(0.91 * compared.ci_high / unit) as ratio_high,
        -- of the limit that is nearer to no difference; 1 where the interval holds none
        case
            when risk_ratio is null then null
            when ratio_low > 1 then ratio_low
            when ratio_high < 1 then ratio_high
            else 1
        end as ratio_limit,
        greatest(risk_ratio, 1 / risk_ratio) as away,
        greatest(ratio_limit, 1 / ratio_limit) as limit_away
    from compared
    left join {{ ref('stat_group_summaries') }} as a
        on compared.cohort_id = a.cohort_id and compared.benchmark_id = a.benchmark_id
        and compared.factor = a.factor and compared.group_a = a.level
    left join {{ ref('stat_group_summaries') }} as b
        on compared.cohort_id = b.cohort_id and compared.benchmark_id = b.benchmark_id
        and compared.factor = b.factor and compared.group_b = b.level

)

select
    * exclude (
        has_interval, unit, t_of_interval, f, critical, ratio_low, ratio_high, ratio_limit, away, limit_away
    )
    replace (
        if(
            has_interval and unit is null, coalesce(warning, 'no spread of scores to measure it by'), warning
        ) as warning
    ),
    if(has_interval, estimate / unit, null) as standardised_difference,
    away + sqrt(away * (away - 1)) as e_value,
    limit_away + sqrt(limit_away * (limit_away - 1)) as e_value_limit,
    if(has_interval, t_of_interval ** 2 / (t_of_interval ** 2 + df_den), null) as partial_r2,
    if(has_interval, (sqrt((f ** 2) ** 2 + 4 * f ** 2) - f ** 2) / 2, null) as robustness_value,
    case
        when not has_interval or critical is null then null
        when f <= critical then 0
        when f > 1 / critical then (f ** 2 - critical ** 2) / (1 + f ** 2)
        else (sqrt((f - critical) ** 4 + 4 * (f - critical) ** 2) - (f - critical) ** 2) / 2
    end as robustness_value_alpha,
    'base_family' as cluster,
    {{ var('confidence_level') }}::double as confidence_level
from differences
{% endcall %}
