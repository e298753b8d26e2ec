{% call add_names() %}
with fits as (

    select
        cohort_id,
        question_id,
        unnest(forecasts, max_depth := 2)
    from {{ ref('fit_structure') }}

)

select * exclude (comparisons)
from fits
{% endcall %}
