{#-
  The grain of a table: no two rows share the values of these columns, and none is null.

  Arguments:
    columns: the columns of the key.
-#}
{% test unique_grain(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
group by all
having count(*) > 1 {% for column in columns %}or {{ column }} is null {% endfor %}

{% endtest %}
