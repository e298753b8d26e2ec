{#-
  The method of a row of stat_cluster_robust in words.

  method: expression of its identifier
-#}
{% macro clustered_method_name(method) -%}
case {{ method }}
    when 'cr2' then 'cluster-robust CR2'
    when 'cr2_ik' then 'cluster-robust CR2, Imbens and Kolesár'
    when 'wild' then 'wild cluster bootstrap'
    when 'mixed' then 'mixed model with base families'
    when 'mixed_own' then 'mixed model of each group with base families'
    when 'mixed_cr2' then 'mixed model of each group with base families, CR2'
end
{%- endmacro %}
