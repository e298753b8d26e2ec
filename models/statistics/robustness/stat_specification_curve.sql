with specifications as (

    select
        conclusion,
        benchmark_id,
        contrast,
        factor,
        unnest(specifications, recursive := true)
    from {{ ref('fit_specification_curves') }}

)

select
    *,
    -- its older name
    score_scale as scale,
    {{ var('confidence_level') }}::double as confidence_level
from specifications
