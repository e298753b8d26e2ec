{% call add_names() %}
select
    * exclude (
        terms, curves, random_effects, derivatives, smoothers, growth, type1_errors, flat_terms, left_out
    )
from {{ ref('fit_gamms') }}
{% endcall %}
