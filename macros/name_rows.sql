{#-
  The rows of a table with the names of their cohort and benchmark. The columns are those of the model's
  contract: columns that start with cohort_ or benchmark_ are looked up, all others are the table's own.

  Arguments:
    rows: relation with a cohort_id, a benchmark_id, or both.
    cohorts, benchmarks: whether to look up their names; with neither,
    only the contract's columns are selected.
-#}
{% macro name_rows(rows, cohorts=true, benchmarks=true) -%}
    {%- set cohorts_named, benchmarks_named = ref('dim_cohorts'), ref('dim_benchmarks') -%}
    {%- set columns = [] -%}
    {%- for name in model.columns -%}
        {%- if cohorts and name in ('cohort_name', 'cohort_role') -%}
            {%- do columns.append('cohorts.' ~ name) -%}
        {%- elif benchmarks and name in ('benchmark_name', 'benchmark_order') -%}
            {%- do columns.append('benchmarks.' ~ name) -%}
        {%- else -%}
            {%- do columns.append('named.' ~ name) -%}
        {%- endif -%}
    {%- endfor -%}
    select
        {{ columns | join(',\n        ') or 'named.cohort_id' }}
    from {{ rows }} as named
    {%- if cohorts %}
    inner join {{ cohorts_named }} as cohorts on named.cohort_id = cohorts.cohort_id
    {%- endif %}
    {%- if benchmarks %}
    inner join {{ benchmarks_named }} as benchmarks on named.benchmark_id = benchmarks.benchmark_id
    {%- endif %}
{%- endmacro %}
