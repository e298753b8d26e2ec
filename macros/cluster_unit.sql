{#-
  The unit of clustering of a factor's comparisons. All sizes of a model generation
  share an architecture; size and training type vary within a generation.

  Arguments:
    factor: SQL of the factor.
-#}
{% macro cluster_unit(factor) -%}
    if(starts_with({{ factor }}, 'architecture_family'), 'model generation', 'base family')
{%- endmacro %}


{#-
  Whether a level of a factor is a group of its own. "Other" is not an architecture: it holds unrelated
  models.

  Arguments:
    levels: relation with factor and level.
-#}
{% macro is_named_level(levels) -%}
    not ({{ cluster_unit(levels ~ '.factor') }} = 'model generation' and {{ levels }}.level = 'Other')
{%- endmacro %}
