{#-
  The columns of the model's contract whose names begin so, in its order. To a linter, which knows no
  contract, there are two of each.

  Arguments:
    prefixes: how the names begin.
-#}
{% macro contracted_columns(prefixes) %}
    {%- set columns = [] -%}
    {%- for name in model.columns -%}
        {%- for prefix in prefixes if name.startswith(prefix) -%}
            {%- do columns.append(name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if not columns -%}
        {%- for prefix in prefixes -%}
            {%- do columns.append(prefix ~ 'one') -%}
            {%- do columns.append(prefix ~ 'other') -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{% endmacro %}
