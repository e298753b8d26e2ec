with models as (

    select
        cohort_id,
        benchmark_id,
        score_scale,
        n_obs,
        unnest(models, recursive := true)
    from {{ ref('fit_emergence') }}

)

select
    cohort_id,
    benchmark_id,
    score_scale,
    model,
    is_sharp,
    n_parameters,
    rss,
    r_squared,
    bic,
    delta_bic,
    rise,
    location_b,
    width_factor,
    n_obs
from models
