{#-
  The name of a comparison of two levels, from the columns group_a and group_b.
-#}
{% macro pair_label() -%}
group_a || ' - ' || group_b
{%- endmacro %}
