with rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(random_effects, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    * exclude (std_dev),
    std_dev as random_effect_std_dev,
    {{ var('confidence_level') }}::double as confidence_level
from rows
