{#-
  The level of every test: one minus the confidence level of the intervals.
-#}
{% macro significance_level() -%}
round(1 - {{ var('confidence_level') }}::double, 12)
{%- endmacro %}
