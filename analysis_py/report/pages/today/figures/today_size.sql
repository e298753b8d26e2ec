-- How much higher scores are per doubling of size, on benchmarks of today: by all parameters, the same
-- at equal date of release, and by the parameters that work on each token.
select
    cohort_id,
    benchmark_name as benchmark,
    regexp_replace(benchmark_name, ' \([^()]*\)$', '') as short_name,
    format('{}{}({})', short_name, if(length(short_name) > 20, '|', ' '), n_sized) as label,
    case model
        when 'total' then 'all parameters'
        when 'total and date' then 'all parameters, at equal date'
        else 'active parameters'
    end as measure,
    estimate,
    -- what decides is drawn: the level of Holm's method; without a test there is but the usual level
    coalesce(ci_low_holm, ci_low) as ci_low,
    coalesce(ci_high_holm, ci_high) as ci_high,
    n_obs,
    n_developers,
    n_mixtures,
    round(slopes.df_den, 1) as df_den,
    is_significant,
    is_significant is not null as is_tested,
    coalesce(slopes.warning, '') as warning,
    estimate as slope_order
from statistics.stat_field_slopes as slopes
inner join marts.dim_cohorts using (cohort_id)
where
    slopes.status = 'ok'
    and slopes.ci_low is not null
    and (model, term) in (
        ('total', 'log2_total'), ('total and date', 'log2_total'), ('active', 'log2_active')
    )
order by dim_cohorts.n_evaluations desc, cohort_id asc, slope_order desc, label asc, measure asc;
