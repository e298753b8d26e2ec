{#-
  How many values a column of whole numbers has, their sum and that of their squares, as a struct.
-#}
{% macro exact_sums(column) -%}
    struct_pack(n_obs := count({{ column }}), total := sum({{ column }}), total_squares := sum({{ column }}::hugeint * {{ column }}))
{%- endmacro %}
