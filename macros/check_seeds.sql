{#-
  Before a build loads seeds, hold all of them to what their yml declares. DuckDB would stumble over
  one of them in the midst of it, in words of its own; here all that is wrong is told at once, with
  file, row, column, value and what to do.
-#}
{% macro check_seeds() %}
    {%- if execute and target.type == 'duckdb' and target.name != 'published' -%}
        {%- set loaded = [] -%}
        {%- for name in selected_resources if name.startswith('seed.') -%}
            {%- do loaded.append(name) -%}
        {%- endfor -%}
        {%- set problems = ask_publishing('seed_problems') if loaded else [] -%}
        {%- if problems -%}
            {{ exceptions.raise_compiler_error(
                problems | length ~ ' problem(s) with seeds. Mend them, and build again.\n' ~ problems | join('\n')
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
