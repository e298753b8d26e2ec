-- How far open models lag behind closed ones.
{% call named(benchmarks=false) %}
select * from {{ ref('fit_ability_lags') }}
{% endcall %}
