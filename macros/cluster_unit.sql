{#-
  The unit of clustering of a factor's comparisons. An architecture is chosen for a model generation, whose
  sizes all have it; a size or a training type varies within one.

  Arguments:
    factor: SQL of the factor.
-#}
{% macro cluster_unit(factor) -%}
    if(starts_with({{ factor }}, 'architecture_family'), 'model generation', 'base family')
{%- endmacro %}
