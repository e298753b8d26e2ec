-- Score by model size on each benchmark (Fig. 3): with a random intercept of the base
-- family, and as the paper fitted it. Rows with n_bin are the evaluations themselves, in
-- bins of size.
with curves as (
    select
        *,
        -- the sound curve has the band and the stretches;
        -- where it could not be fitted, the paper's has the band
        is_clustered or not bool_or(is_clustered) over panel as is_first,
        if(is_clustered, 'one cluster per base model', 'rows treated as independent') as way,
        -- by every smoother, where there are several
        coalesce(direction_agreed, direction, 'not tested') as trend,
        (
            coalesce(direction_agreed, direction)
            is distinct from lag(coalesce(direction_agreed, direction)) over curve
        ) as begins
    from reporting.rpt_size_curves
    where
        gamm in ('size', 'size_clustered')
        and (grid_point % 3 = 1 or grid_point = 100) and parameters_b >= 0.01
    window
        panel as (partition by cohort_id, benchmark_id),
        curve as (partition by cohort_id, benchmark_id, gamm order by grid_point)
),

panels as (
    select distinct
        cohort_id,
        benchmark_id,
        benchmark_order,
        format('{} · n = {:,}', benchmark_name, n_obs) as panel
    from curves
    where is_first
),

-- the scores that the curves are fitted to; logarithms are summed as whole numbers of 1e-12
scores as (
    select
        cohort_id,
        benchmark_id,
        floor(3 * log2(parameters_b))::integer as bin,
        (1e12 * ln(parameters_b))::bigint as log_b,
        (1e12 * ln(score_pct))::bigint as log_score,
        exp(avg(log_score) over (partition by cohort_id, benchmark_id) / 1e12) as average_pct
    from marts.bridge_cohort_evaluations
    inner join marts.fct_evaluations using (evaluation_id)
    inner join marts.fct_scores using (evaluation_id)
    where parameters_b > 0 and score_pct > 0
),

bins as (
    select
        cohort_id,
        benchmark_id,
        average_pct,
        exp(avg(log_b) / 1e12) as parameters_b,
        exp(avg(log_score) / 1e12) / average_pct as relative_score,
        count(*) as n_bin
    from scores
    group by cohort_id, benchmark_id, bin, average_pct
),

averages as (
    select distinct
        cohort_id,
        benchmark_id,
        average_pct
    from bins
),

rows_drawn as (
    select
        cohort_id,
        benchmark_id,
        benchmark_order,
        way,
        parameters_b,
        relative_score,
        if(is_first, relative_score_low, null) as relative_score_low,
        if(is_first, relative_score_high, null) as relative_score_high,
        if(is_first, trend, null) as trend,
        if(
            is_first,
            count_if(begins) over (partition by cohort_id, benchmark_id, gamm order by grid_point),
            null
        )::integer as stretch,
        null as n_bin
    from curves
    union all by name
    select bins.* exclude (average_pct), benchmark_order
    from bins
    inner join panels using (cohort_id, benchmark_id)
    where parameters_b >= 0.01
)

select
    cohort_id,
    rows_drawn.benchmark_order,
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
inner join panels using (cohort_id, benchmark_id)
inner join averages using (cohort_id, benchmark_id)
order by cohort_id asc, rows_drawn.benchmark_order asc, n_bin asc nulls first, way asc, parameters_b asc;
