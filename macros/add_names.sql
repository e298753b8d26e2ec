{#-
  The rows of a statistic with the names of their cohort and benchmark that its contract has.

  {% call add_names() %} select ... {% endcall %}

  Arguments:
    cohorts, benchmarks: whether the rows have a cohort_id and a benchmark_id.
    rows: relation instead of a query, of whose columns those of the contract are taken.
-#}
{% macro add_names(cohorts=true, benchmarks=true, rows=none) -%}
    {%- set cohorts_named, benchmarks_named = ref('dim_cohorts'), ref('dim_benchmarks') -%}
    {%- set columns = (model | default({'columns': {}})).columns -%}
    {%- set of_cohorts = ['cohort_name', 'cohort_role'] if cohorts else [] -%}
    {%- set of_cohorts = of_cohorts | select('in', columns) | list -%}
    {%- set of_benchmarks = ['benchmark_name', 'benchmark_order'] if benchmarks else [] -%}
    {%- set of_benchmarks = of_benchmarks | select('in', columns) | list -%}
    {%- set own = columns | reject('in', of_cohorts + of_benchmarks) | list if rows else ['*'] -%}
    {%- if not rows and not of_cohorts and not of_benchmarks %}{{ caller() }}{% else -%}
    select
        named.{{ own | join(',\n        named.') or 'cohort_id' }}
        {%- for name in of_cohorts %},
        cohorts.{{ name }}
        {%- endfor %}
        {%- for name in of_benchmarks %},
        benchmarks.{{ name }}
        {%- endfor %}
    from {{ rows or '(' ~ caller() ~ ')' }} as named
    {%- if of_cohorts %}
    inner join {{ cohorts_named }} as cohorts on named.cohort_id = cohorts.cohort_id
    {%- endif %}
    {%- if of_benchmarks %}
    inner join {{ benchmarks_named }} as benchmarks on named.benchmark_id = benchmarks.benchmark_id
    {%- endif %}
    {%- endif %}
{%- endmacro %}
