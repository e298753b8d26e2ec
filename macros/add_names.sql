{#-
  The rows of a statistic with the names of their cohort and benchmark that its contract has.

  {% call add_names() %} select ... {% endcall %}

  Arguments:
    cohorts, benchmarks: whether the rows have a cohort_id and a benchmark_id.
-#}
{% macro add_names(cohorts=true, benchmarks=true) -%}
    {%- set cohorts_named, benchmarks_named = ref('dim_cohorts'), ref('dim_benchmarks') -%}
    {%- set columns = (model | default({'columns': {}})).columns -%}
    {%- set of_cohorts = ['cohort_name', 'cohort_role'] if cohorts else [] -%}
    {%- set of_cohorts = of_cohorts | select('in', columns) | list -%}
    {%- set of_benchmarks = ['benchmark_name', 'benchmark_order'] if benchmarks else [] -%}
    {%- set of_benchmarks = of_benchmarks | select('in', columns) | list -%}
    {%- if not of_cohorts and not of_benchmarks %}{{ caller() }}{% else -%}
    select
        rows_named.*
        {%- for name in of_cohorts %},
        cohorts.{{ name }}
        {%- endfor %}
        {%- for name in of_benchmarks %},
        benchmarks.{{ name }}
        {%- endfor %}
    from ({{ caller() }}) as rows_named
    {%- if of_cohorts %}
    inner join {{ cohorts_named }} as cohorts on rows_named.cohort_id = cohorts.cohort_id
    {%- endif %}
    {%- if of_benchmarks %}
    inner join {{ benchmarks_named }} as benchmarks on rows_named.benchmark_id = benchmarks.benchmark_id
    {%- endif %}
    {%- endif %}
{%- endmacro %}
