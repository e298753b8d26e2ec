{#-
  The method of a row of stat_cluster_robust in words.

  method: expression of its identifier
-#}
{% macro clustered_method_name(method) -%}
case {{ method }}
    when 'cr2' then 'cluster-robust CR2'
    when 'mixed_cr2' then 'average cluster, CR2, calibrated under the worst null'
end
{%- endmacro %}
