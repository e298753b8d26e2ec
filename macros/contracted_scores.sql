{#-
  The columns of log scores that the contract of stat_gamm_frames names: its other columns are those
  of int_gamm_members. To a linter, which knows no contract, it is two columns.
-#}
{% macro contracted_scores() %}
    {%- set columns = [] -%}
    {%- for name in model.columns if name.startswith('log_') and name != 'log_parameters_b' -%}
        {%- do columns.append(name) -%}
    {%- endfor -%}
    {{ return(columns or ['log_one', 'log_other']) }}
{% endmacro %}
