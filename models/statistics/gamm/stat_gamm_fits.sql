{% call named() %}
select
    * exclude (
        terms, coefficients, curves, random_effects, derivatives, basis_checks,
        concurvity, basis_sensitivity, smoothers, growth, type1_errors
    )
from {{ ref('fit_gamms') }}
{% endcall %}
