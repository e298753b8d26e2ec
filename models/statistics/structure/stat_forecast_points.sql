{% call named() %}
with fits as (

    select
        cohort_id,
        question_id,
        unnest(forecasts, max_depth := 2)
    from {{ ref('fit_structure') }}

),

points as (

    select
        cohort_id,
        question_id,
        predictor,
        benchmark_id,
        unnest(points, recursive := true)
    from fits

)

select
    points.*,
    known.model_name,
    known.training_flops_1e21
from points
inner join {{ ref('int_structure_rows') }} as known
    on points.cohort_id = known.cohort_id and points.row_id = known.row_id
{% endcall %}
