{#-
  The rows of a table with the names of their cohort and benchmark, as a reader wants them. The
  columns are those of the model's contract: what begins with cohort_ or benchmark_ is looked up,
  everything else is the table's own.

  Arguments:
    rows: relation with a cohort_id, a benchmark_id, or both.
    cohorts: whether the names of cohorts are to be looked up.
    benchmarks: whether those of benchmarks are; with neither, the rows are those of the contract.
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
