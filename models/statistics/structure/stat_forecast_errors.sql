{% call named() %}
select * exclude (points, comparisons) from {{ ref('fit_forecasts') }}
{% endcall %}
