{#
  The GAMM behind a claim's verdict. The sound method uses the same model with a random effect of the base family, so
  that tunes of one base do not count as independent rows. gamm: SQL of the claim's model.
#}
{% macro sound_gamm(gamm) -%}
    {{ gamm }} || '_clustered'
{%- endmacro %}

{# The GAMM behind the verdict of a cell, by its basis. cells: the relation with the columns basis and gamm. #}
{% macro gamm_of_cell(cells) -%}
    case {{ cells }}.basis when 'sound_method' then {{ sound_gamm(cells ~ '.gamm') }} else {{ cells }}.gamm end
{%- endmacro %}

{# Whether two sizes are within a factor of 1.5, as a curve is read between families. log_a, log_b: SQL of their logarithms. #}
{% macro is_near_size(log_a, log_b) -%}
    abs({{ log_a }} - {{ log_b }}) <= ln(1.5) + 1e-9
{%- endmacro %}

{# How many base families near a size let a contrast be decided there. #}
{% macro fewest_near() -%}
    5
{%- endmacro %}
