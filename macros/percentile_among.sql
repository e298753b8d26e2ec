{#-
  A percentile, null among fewer than ten: one of a few others says nothing.

  Arguments:
    percentile, count: SQL of the percentile, and of the number of others that it is among.
-#}
{% macro percentile_among(percentile, count) -%}
    case when {{ count }} >= 10 then {{ percentile }} end
{%- endmacro %}
