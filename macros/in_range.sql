{#-
  Whether a size lies in a row of dim_parameter_ranges: the lower end is
  included, the upper end only if includes_upper is true, and a null upper end
  is infinity. A range after a closed one starts just above its own lower end.
-#}
{% macro in_range(size, ranges) -%}
    (
        {{ size }} >= {{ ranges }}.lower_b
        and (
            {{ ranges }}.upper_b is null
            or {{ size }} < {{ ranges }}.upper_b
            or ({{ ranges }}.includes_upper and {{ size }} = {{ ranges }}.upper_b)
        )
        and not (starts_with({{ ranges }}.parameter_range, '(') and {{ size }} = {{ ranges }}.lower_b)
    )
{%- endmacro %}
