-- Where the curve of size rises and falls by the way in which the clusters are drawn: base families, as in
-- size_clustered, the coarser line, or both.
with resolved as (

    select
        cohort_id,
        benchmark_id,
        'base_family' as lineage,
        formula,
        n_obs,
        null::bigint as n_lines,
        status
    from {{ ref('stat_gamm_fits') }}
    where
        gamm = 'size_clustered' and engine = 'reml'
        and cohort_id in (select cohort_id from {{ ref('dim_cohorts') }} where statistics = 'all')

),

stretches as (

    select
        cohort_id,
        benchmark_id,
        count(*) filter (where direction = 'rise') as n_rises,
        min(parameters_b_low) filter (where direction = 'rise') as rises_from_b,
        max(parameters_b_high) filter (where direction = 'rise') as rises_to_b,
        count(*) filter (where direction = 'fall') as n_falls
    from {{ ref('stat_gamm_significant_intervals') }}
    where gamm = 'size_clustered' and engine = 'reml' and band = 'simultaneous' and term = 's(log_parameters_b)'
    group by cohort_id, benchmark_id

),

every as (

    select
        resolved.cohort_id,
        resolved.benchmark_id,
        resolved.lineage,
        resolved.formula,
        resolved.n_obs,
        resolved.n_lines,
        case when resolved.status = 'ok' then coalesce(stretches.n_rises, 0) end as n_rises,
        stretches.rises_from_b,
        stretches.rises_to_b,
        case when resolved.status = 'ok' then coalesce(stretches.n_falls, 0) end as n_falls,
        resolved.status
    from resolved
    left join stretches using (cohort_id, benchmark_id)
    union all by name
    select * from {{ ref('fit_lineage_curves') }}

)

select
    *,
    lineage = 'base_family' as is_default,
    {{ var('confidence_level') }}::double as confidence_level
from every
