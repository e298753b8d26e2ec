{#-
  The cluster of an evaluation: its family, or without one the given treatment.

  Arguments:
    family: SQL of the family, null where it is not resolved.
    treatment: alone (each model by itself), architecture (one cluster per architecture) or dropped (null: in
      no clustered statistic). model_name and architecture_line are columns.
-#}
{% macro clustering_unit(family, treatment) -%}
    {%- set others = {
        'architecture': ", 'unresolved ' || architecture_line",
        'dropped': '',
    } -%}
    coalesce({{ family }}{{ others.get(treatment, ", 'model ' || model_name") }})
{%- endmacro %}
