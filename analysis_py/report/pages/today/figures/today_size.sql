-- How much higher scores are per doubling of size, on benchmarks of today: by all parameters, the same
-- at equal date of release, and by the parameters that work on each token.
select
    slopes.cohort_id,
    benchmarks.benchmark_name || '|' || slopes.n_sized || ' of ' || slopes.n_models || ' with a size' as label,
    case slopes.model
        when 'total' then 'all parameters'
        when 'total and date' then 'all parameters, at equal date'
        else 'active parameters'
    end as measure,
    slopes.estimate,
    slopes.ci_low,
    slopes.ci_high,
    slopes.n_obs,
    slopes.n_developers,
    slopes.n_mixtures,
    round(slopes.df_den, 1) as df_den,
    slopes.is_significant,
    coalesce(slopes.warning, '') as warning,
    max(slopes.estimate) filter (where slopes.model = 'total')
        over (partition by slopes.cohort_id, slopes.benchmark_id) as slope_order
from statistics.stat_field_slopes as slopes
inner join marts.dim_benchmarks as benchmarks on slopes.benchmark_id = benchmarks.benchmark_id
inner join marts.dim_cohorts as cohorts on slopes.cohort_id = cohorts.cohort_id
where
    slopes.status = 'ok'
    and slopes.ci_low is not null
    and (slopes.model, slopes.term) in (
        ('total', 'log2_total'), ('total and date', 'log2_total'), ('active', 'log2_active')
    )
order by cohorts.n_evaluations desc, slopes.cohort_id asc, slope_order desc, label asc, measure asc;
