{#-
  Foreign keys: no value of these columns is missing in the table that it refers to. One query for all of
  them; its rows name the column and the value.

  Arguments:
    columns: each column with the relation that has it as its key, under the same name.
-#}
{% test references(model, columns) %}

{% for column, parent in columns.items() %}
select '{{ column }}' as column_name, {{ column }}::varchar as missing_value
from {{ model }}
anti join {{ parent }} using ({{ column }})
where {{ column }} is not null
{% if not loop.last %}union all{% endif %}
{% endfor %}

{% endtest %}
