with fits as (

    select * from {{ ref('fit_gamms') }}
    union all
    select * from {{ ref('fit_gamms_pygam') }}

)

select
    * exclude (
        terms, coefficients, curves, random_effects, derivatives, significant_intervals, basis_checks,
        concurvity, alternative_optima, basis_sensitivity
    )
from fits
