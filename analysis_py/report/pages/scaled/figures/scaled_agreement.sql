-- How far scaling moves each curve of size: the largest distance in percent of the range of the curve.
select
    cohort_id,
    engine,
    benchmark_order,
    format(
        '{} · n = {:,}{}', benchmark_name, min(n_obs) over same_benchmark,
        case
            when min(n_obs) over same_benchmark < max(n_obs) over same_benchmark
                then format(' to {:,}', max(n_obs) over same_benchmark)
            else ''
        end
    ) as label,
    case gamm
        when 'size' then 'size'
        when 'size_by_type' then 'size within a training type'
        else 'size beside the other scores'
    end as model,
    training_type,
    n_obs,
    100 * scaling_share as difference_pct,
    scaling_correlation as correlation
from reporting.rpt_gamm_terms
where scaling_share is not null and not ends_with(gamm, '_clustered')
window same_benchmark as (partition by cohort_id, engine, benchmark_id)
order by cohort_id asc, engine desc, benchmark_order asc, model asc, training_type asc;
