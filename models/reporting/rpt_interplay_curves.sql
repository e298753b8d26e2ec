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
    points.* exclude (term, x, parameters_b, slope, slope_low, slope_high, direction_agreed),
    predictors.*,
    exp(points.x) as predictor_value
from points
inner join predictors on points.term = 's(log_' || predictors.predictor || ')'
