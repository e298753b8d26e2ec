with points as (

    select * from {{ ref('int_curve_points_joined') }}
    where gamm in ('interplay', 'interplay_scaled', 'interplay_clustered')

),

-- what a curve may be over: size, which comes before the scores, or another benchmark
predictors as (

    select
        'parameters_b' as predictor,
        'Model size' as predictor_name,
        0 as predictor_order
    union all
    select
        benchmark_id as predictor,
        benchmark_name as predictor_name,
        benchmark_order as predictor_order
    from {{ ref('dim_benchmarks') }}

)

select
    points.cohort_id,
    points.cohort_name,
    points.cohort_role,
    points.engine,
    points.gamm,
    points.is_scaled,
    points.is_clustered,
    points.benchmark_id,
    points.benchmark_name,
    points.benchmark_order,
    predictors.predictor,
    predictors.predictor_name,
    predictors.predictor_order,
    points.n_obs,
    points.edf,
    points.p_value,
    points.log10_p_value,
    points.is_significant,
    points.grid_point,
    exp(points.x) as predictor_value,
    points.relative_score,
    points.relative_score_low,
    points.relative_score_high,
    points.direction
from points
inner join predictors on points.term = 's(log_' || predictors.predictor || ')'
