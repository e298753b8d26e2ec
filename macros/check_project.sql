{#-
  Before anything is built, hold the settings to what they may be and, where seeds are loaded, all of them to
  what their yml declares. DuckDB and the statistics would stumble over one of them in the midst of a build, in
  words of their own; here all that is wrong is told at once, with place, value and what to do.
-#}
{% macro check_project() %}
    {%- if execute and target.type == 'duckdb' and target.name != 'published' -%}
        {%- set loaded = [] -%}
        {%- for name in selected_resources if name.startswith('seed.') -%}
            {%- do loaded.append(name) -%}
        {%- endfor -%}
        {%- set asked = {'variables': invocation_args_dict.vars, 'seeds': loaded | length > 0} -%}
        {%- set problems = ask_publishing('project_problems', asked) -%}
        {%- if problems -%}
            {{ exceptions.raise_compiler_error(
                problems | length ~ ' problem(s) in settings or seeds. Correct them and build again.\n'
                ~ problems | join('\n')
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
