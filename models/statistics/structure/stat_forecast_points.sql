{% call named() %}
with points as (

    select
        fits.cohort_id,
        fits.question_id,
        fits.predictor,
        fits.benchmark_id,
        unnest(fits.points, recursive := true)
    from {{ ref('fit_forecasts') }} as fits

)

select
    points.*,
    known.model_name,
    known.training_flops_1e21
from points
inner join {{ ref('int_structure_rows') }} as known
    on points.cohort_id = known.cohort_id and points.row_id = known.row_id
{% endcall %}
