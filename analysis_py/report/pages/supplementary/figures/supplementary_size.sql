-- Zero-shot scores by model size (Fig. 12): with a random intercept of the base family,
-- and as the paper fitted it. Rows with n_bin are the evaluations themselves, in bins of size.
with curves as (
    select
        *,
        if(is_clustered, 'one cluster per base model', 'rows treated as independent') as way,
        (direction is distinct from lag(direction) over curve) as begins
    from reporting.rpt_size_curves
    where
        gamm in ('size', 'size_clustered') and cohort_role = 'supplementary' and engine = 'reml'
        and (grid_point % 2 = 1 or grid_point = 100)
    window curve as (partition by benchmark_id, gamm order by grid_point)
),

panels as (
    select distinct
        benchmark_id,
        format('{} · n = {:,}, edf {:.1f}, ', benchmark_name, n_obs, edf)
        || if(p_value < 0.001, 'p < 0.001', format('p = {:.3f}', p_value)) as panel
    from curves
    where is_clustered
),

averages as (
    select distinct
        benchmark_id,
        average_pct
    from reporting.rpt_size_bins
    where cohort_role = 'supplementary'
),

rows_drawn as (
    select
        benchmark_id,
        benchmark_order,
        way,
        parameters_b,
        relative_score,
        if(is_clustered, relative_score_low, null) as relative_score_low,
        if(is_clustered, relative_score_high, null) as relative_score_high,
        if(is_clustered, direction, null) as trend,
        if(
            is_clustered, count_if(begins) over (partition by benchmark_id, gamm order by grid_point), null
        )::integer as stretch,
        null as n_bin
    from curves
    union all by name
    select * exclude (cohort_id, cohort_name, cohort_role, benchmark_name, bin, average_pct)
    from reporting.rpt_size_bins
    where cohort_role = 'supplementary'
)

select
    benchmark_order,
    panel,
    way,
    parameters_b,
    relative_score * averages.average_pct as score_pct,
    relative_score_low * averages.average_pct as low_pct,
    relative_score_high * averages.average_pct as high_pct,
    trend,
    stretch,
    n_bin
from rows_drawn
inner join panels using (benchmark_id)
inner join averages using (benchmark_id)
order by benchmark_order asc, n_bin asc nulls first, way asc, parameters_b asc;
