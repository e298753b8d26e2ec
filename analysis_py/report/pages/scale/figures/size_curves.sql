-- Score by model size on each benchmark, relative to the average model (Fig. 3): with a random intercept of the base
-- family where the engine fits one, and as the paper fitted it. Rows with n_bin are the evaluations themselves, in
-- bins of size.
with curves as (
    select
        *,
        -- the sound curve has the band and the stretches; where an engine lacks it, the paper's has the band
        is_clustered or not bool_or(is_clustered) over panel as is_first,
        if(is_clustered, 'one cluster per base model', 'rows treated as independent') as way,
        coalesce(direction, 'not tested') as trend,
        (direction is distinct from lag(direction) over curve) as begins
    from reporting.rpt_size_curves
    where gamm in ('size', 'size_clustered') and (grid_point % 3 = 1 or grid_point = 100) and parameters_b >= 0.01
    window
        panel as (partition by cohort_id, engine, benchmark_id),
        curve as (partition by cohort_id, engine, benchmark_id, gamm order by grid_point)
),

panels as (
    select
        cohort_id,
        engine,
        benchmark_id,
        benchmark_order,
        format('{} · n = {:,}, edf {:.1f}, ', benchmark_name, n_obs, edf)
        || if(p_value < 0.001, 'p < 0.001', format('p = {:.3f}', p_value)) as panel,
        min(parameters_b) as smallest_b
    from curves
    where is_first
    group by all
),

scores as (
    select
        cohort_id,
        benchmark_id,
        ln(parameters_b) as log_b,
        ln(score_pct) as log_score
    from marts.bridge_cohort_evaluations
    inner join marts.fct_evaluations using (evaluation_id)
    inner join marts.fct_scores using (evaluation_id)
    where parameters_b > 0 and score_pct > 0
),

bins as (
    select
        cohort_id,
        benchmark_id,
        exp(avg(log_b)) as parameters_b,
        exp(avg(log_score) - any_value(average)) as relative_score,
        count(*) as n_bin
    from (select *, avg(log_score) over (partition by cohort_id, benchmark_id) as average from scores) as centred
    group by cohort_id, benchmark_id, floor(3 * log2(exp(log_b)))
)

select
    cohort_id,
    engine,
    panels.benchmark_order,
    panel,
    way,
    parameters_b,
    relative_score,
    if(is_first, relative_score_low, null) as relative_score_low,
    if(is_first, relative_score_high, null) as relative_score_high,
    if(is_first, trend, null) as trend,
    if(
        is_first, count_if(begins) over (partition by cohort_id, engine, benchmark_id, gamm order by grid_point), null
    )::integer as stretch,
    null as n_bin
from curves
inner join panels using (cohort_id, engine, benchmark_id)
union all
select
    cohort_id,
    engine,
    benchmark_order,
    panel,
    null,
    parameters_b,
    relative_score,
    null,
    null,
    null,
    null,
    n_bin
from panels
inner join bins using (cohort_id, benchmark_id)
where parameters_b >= 0.01
order by cohort_id asc, engine desc, benchmark_order asc, n_bin asc nulls first, way asc, parameters_b asc;
