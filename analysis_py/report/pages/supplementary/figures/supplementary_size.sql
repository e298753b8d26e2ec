-- Zero-shot scores by model size, relative to the average model (Fig. 12): with a random intercept of the base family,
-- and as the paper fitted it. Rows with n_bin are the evaluations themselves, in bins of size.
with curves as (
    select
        *,
        if(is_clustered, 'one cluster per base model', 'rows treated as independent') as way,
        (direction is distinct from lag(direction) over curve) as begins
    from reporting.rpt_size_curves
    where
        gamm in ('size', 'size_clustered') and cohort_id = 'supplementary' and engine = 'reml'
        and (grid_point % 2 = 1 or grid_point = 100)
    window curve as (partition by benchmark_id, gamm order by grid_point)
),

panels as (
    select
        benchmark_id,
        benchmark_order,
        format('{} · n = {:,}, edf {:.1f}, ', benchmark_name, n_obs, edf)
        || if(p_value < 0.001, 'p < 0.001', format('p = {:.3f}', p_value)) as panel
    from curves
    where is_clustered
    group by all
),

scores as (
    select
        benchmark_id,
        ln(parameters_b) as log_b,
        ln(score_pct) as log_score
    from marts.bridge_cohort_evaluations
    inner join marts.fct_evaluations using (evaluation_id)
    inner join marts.fct_scores using (evaluation_id)
    where cohort_id = 'supplementary' and parameters_b > 0 and score_pct > 0
),

bins as (
    select
        benchmark_id,
        exp(avg(log_b)) as parameters_b,
        exp(avg(log_score) - any_value(average)) as relative_score,
        count(*) as n_bin
    from (select *, avg(log_score) over (partition by benchmark_id) as average from scores) as centred
    group by benchmark_id, floor(3 * log2(exp(log_b)))
)

select
    panels.benchmark_order,
    panel,
    way,
    parameters_b,
    relative_score,
    if(is_clustered, relative_score_low, null) as relative_score_low,
    if(is_clustered, relative_score_high, null) as relative_score_high,
    if(is_clustered, direction, null) as trend,
    if(is_clustered, count_if(begins) over (partition by benchmark_id, gamm order by grid_point), null)::integer as stretch,
    null as n_bin
from curves
inner join panels using (benchmark_id)
union all
select
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
inner join bins using (benchmark_id)
order by benchmark_order asc, n_bin asc nulls first, way asc, parameters_b asc;
