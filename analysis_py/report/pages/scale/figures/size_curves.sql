-- Score by model size on each benchmark, relative to the average model (Fig. 3). Rows with fifth_pct
-- are the sizes that cut the evaluations into five equal parts.
with curves as (
    select
        *,
        format('{} · n = {:,}', benchmark_name, n_obs) as panel,
        coalesce(direction, 'not tested') as trend,
        (direction is distinct from lag(direction) over curve) as begins,
        (row_number() over curve) = 1 as is_first
    from reporting.rpt_size_curves
    where gamm = 'size' and (grid_point % 3 = 1 or grid_point = 100) and parameters_b >= 0.01
    window curve as (partition by cohort_id, engine, benchmark_id order by grid_point)
),

fifths as (
    select
        cohort_id,
        unnest([20, 40, 60, 80]) as fifth_pct,
        unnest(quantile_cont(parameters_b, [0.2, 0.4, 0.6, 0.8])) as parameters_b
    from marts.fct_evaluations
    inner join marts.bridge_cohort_evaluations using (evaluation_id)
    where parameters_b > 0
    group by cohort_id
)

select
    cohort_id,
    engine,
    benchmark_order,
    panel,
    parameters_b,
    relative_score,
    relative_score_low,
    relative_score_high,
    trend,
    count_if(begins) over (partition by cohort_id, engine, benchmark_id order by grid_point)::integer as stretch,
    if(
        is_first,
        format('edf {:.1f}, ', edf) || if(p_value < 0.001, 'p < 0.001', format('p = {:.3f}', p_value)),
        null
    ) as fit,
    null as fifth_pct
from curves
union all
select
    cohort_id,
    engine,
    benchmark_order,
    panel,
    fifths.parameters_b,
    null,
    null,
    null,
    null,
    null,
    null,
    fifth_pct
from fifths
inner join curves using (cohort_id)
where is_first
order by cohort_id asc, engine desc, benchmark_order asc, fifth_pct asc nulls first, parameters_b asc;
