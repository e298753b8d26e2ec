{#-
  A condition that holds on every row.

  Arguments:
    condition: SQL over the row; null counts as a violation.
-#}
{% test holds(model, condition) %}

select *
from {{ model }}
where not coalesce({{ condition }}, false)

{% endtest %}
