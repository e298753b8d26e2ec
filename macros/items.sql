{#-
  Rows of a kind of Parquet files of item results, of all imports; the same columns without a row
  where there are no such files, which Spark refuses. See analysis_py/imports/item_storing.py.

  Arguments:
    files: a pattern below the folder of an import.
    columns: the columns with their types.
-#}
{% macro item_files(files, columns) %}
    {%- set found = target.type == 'spark' -%}
    {%- if execute -%}
        {%- set pattern = env_var('LLM_REASSESSMENT_IMPORTS', 'imports') ~ '/items/*/' ~ files -%}
        {%- set found = found or files_found(pattern) -%}
    {%- endif -%}
    {%- set nothing -%}
        select
        {%- for column, type in columns.items() %}
            cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
        where false
    {%- endset -%}
    {%- if not (found and execute) -%}
        {{ nothing }}
    {%- elif target.type == 'spark' -%}
        select {{ columns | join(', ') }} from {{ parquet_files(pattern) }}
    {%- else -%}
        {#- a column that files of an earlier version lack is null #}
        select {{ columns | join(', ') }} from (
            {{ nothing }}
            union all by name
            select * from read_parquet({{ quoted(pattern) }}, hive_partitioning = false, union_by_name = true)
        )
    {%- endif -%}
{% endmacro %}
