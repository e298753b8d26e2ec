{# Macros for the differences between DuckDB and Spark, which may sum item results. #}

{#-
  The query, or Spark's table of it if the project variable `handover` names the folder
  that `llm-reassess build --spark` wrote.
-#}
{% macro select_local_or_spark() %}
    {%- if target.type == 'duckdb' and var('handover') -%}
        {%- set folder = var('handover') ~ '/' ~ this.identifier -%}
        {%- if execute and not count_files(folder ~ '/_SUCCESS') -%}
            {{ exceptions.raise_compiler_error(
                folder ~ ' holds no finished table. Write it with `llm-reassess build --spark`, '
                ~ 'or leave out the variable handover.'
            ) }}
        {%- endif -%}
        select * from read_parquet({{ quote_text(folder ~ '/*.parquet') }})
    {%- else -%}
        {{ caller() }}
    {%- endif -%}
{% endmacro %}


{# The number of files of a pattern, as DuckDB sees them. #}
{% macro count_files(pattern) %}
    {%- set counted = run_query('select count(*) from glob(' ~ quote_text(pattern) ~ ')') -%}
    {{ return(counted.columns[0].values()[0]) }}
{% endmacro %}


{# The relation after `from` that reads Parquet files. #}
{% macro parquet_files(pattern) %}
    {%- if target.type == 'spark' -%}
        {{ return('parquet.`' ~ pattern ~ '`') }}
    {%- else -%}
        {{ return('read_parquet(' ~ quote_text(pattern) ~ ', hive_partitioning = false)') }}
    {%- endif -%}
{% endmacro %}


{#-
  A table of the marts; Spark reads the last published one.

  Arguments:
    mart: the relation.
-#}
{% macro published_mart(mart) %}
    {%- if target.type == 'spark' -%}
        {%- set warehouse = env_var('LLM_REASSESSMENT_WAREHOUSE', 'warehouse') -%}
        {{ return(parquet_files(warehouse ~ '/parquet/marts/' ~ mart.identifier ~ '.parquet')) }}
    {%- else -%}
        {{ return(mart) }}
    {%- endif -%}
{% endmacro %}


{# The keyword that materialises a common table expression; empty on Spark. #}
{% macro materialized_keyword() %}{{ return('' if target.type == 'spark' else 'materialized') }}{% endmacro %}
