select
    * exclude (
        terms, coefficients, curves, random_effects, derivatives, significant_intervals, basis_checks,
        concurvity, alternative_optima, basis_sensitivity, smoothers, growth, type1_errors
    )
from {{ ref('fit_gamms') }}
