{#-
  Rows of one kind of Parquet files of item results, over all imports; no rows if there are
  no such files, which would be an error on Spark. See analysis_py/imports/item_storing.py.

  Arguments:
    files: a pattern below the folder of an import.
    columns: the columns with their types. is_committed, whose rows
    are the project's own, comes from the folder.
    later_columns: columns that files of an earlier version lack. They
    are null there, and always on Spark, whose sums do not use them.
-#}
{% macro item_files(files, columns, later_columns={}) %}
    {%- set found = target.type == 'spark' -%}
    {%- if execute -%}
        {%- set patterns = [] -%}
        {%- for folder in item_folders(files) -%}
            {%- set pattern = folder ~ '/*/' ~ files -%}
            {%- if target.type == 'spark' or count_files(pattern) -%}
                {%- do patterns.append(pattern) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set found = patterns -%}
    {%- endif -%}
    {%- set nothing -%}
        select
        {%- for column, type in (columns.items() | list) + (later_columns.items() | list) %}
            cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
        where false
    {%- endset -%}
    {%- if not (found and execute) -%}
        {{ nothing }}
    {%- elif target.type == 'spark' -%}
        {%- for pattern in patterns %}
        select
            {%- for column in columns %}
            {{ (pattern.startswith('data/') ~ ' as ') if column == 'is_committed' }}{{ column -}}
            {{ ',' if not loop.last }}
            {%- endfor %}
            {%- for column, type in later_columns.items() %},
            cast(null as {{ type }}) as {{ column }}
            {%- endfor %}
        from {{ parquet_files(pattern) }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    {%- else -%}
        select {{ ((columns | list) + (later_columns | list)) | join(', ') }} from (
            {{ nothing }}
            union all by name
            select *, starts_with(filename, 'data/') as is_committed from read_parquet(
                [
                    {%- for pattern in patterns -%}
                        {{ quote_text(pattern) }}{{ ', ' if not loop.last }}
                    {%- endfor -%}
                ],
                hive_partitioning = false, union_by_name = true, filename = true
            )
        )
    {%- endif -%}
{% endmacro %}


{#-
  The folders of item results: the committed ones and the user's own. Spark rejects
  folders without such files, so `llm-reassess build --spark` lists the others.

  Arguments:
    files: a pattern below the folder of an import.
-#}
{% macro item_folders(files) %}
    {%- set own = env_var('LLM_REASSESSMENT_IMPORTS', 'imports') ~ '/items' -%}
    {%- if target.type == 'spark' -%}
        {{ return(var('spark_reads', {}).get(files, [])) }}
    {%- endif -%}
    {{ return(['data/items', own]) }}
{% endmacro %}
