{#-
  Before anything is built, check the settings and, if seeds are loaded, the seeds against
  their yml. DuckDB and the statistics would fail halfway through a build with messages of
  their own; this check lists all problems at once, with place, value and remedy.
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
