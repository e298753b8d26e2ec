{#-
  Rows of a kind of Parquet files of item results, of all imports; the same columns without a row
  where there are no such files. See analysis_py/items/storing.py.

  Arguments:
    files: a pattern below the folder of an import.
    columns: the columns with their types.
-#}
{% macro item_files(files, columns) %}
    {%- set found = 0 -%}
    {%- if execute -%}
        {%- set pattern = env_var('LLM_REASSESSMENT_IMPORTS', 'imports') ~ '/items/*/' ~ files -%}
        {%- set counted = run_query('select count(*) from glob(' ~ quoted(pattern) ~ ')') -%}
        {%- set found = counted.columns[0].values()[0] -%}
    {%- endif -%}
    {%- if found -%}
        select {{ columns | join(', ') }} from read_parquet({{ quoted(pattern) }}, hive_partitioning = false)
    {%- else -%}
        select
        {%- for column, type in columns.items() %}
            cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
        where false
    {%- endif -%}
{% endmacro %}
