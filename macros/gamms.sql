{#
  The GAMM that a claim is judged by. A sound reading of a curve takes the same model with a random
  effect of the base family, whose bands do not count tunes of one base as independent rows.
  gamm: SQL of the model that the claim names.
#}
{% macro sound_gamm(gamm) -%}
    {{ gamm }} || '_clustered'
{%- endmacro %}

{# The same by the basis of a cell. cells: the relation with the columns basis and gamm. #}
{% macro judged_gamm(cells) -%}
    case {{ cells }}.basis when 'sound_method' then {{ sound_gamm(cells ~ '.gamm') }} else {{ cells }}.gamm end
{%- endmacro %}
