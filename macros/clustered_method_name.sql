{#-
  The method of a row of stat_cluster_robust in words.

  method: expression of its identifier
-#}
{% macro clustered_method_name(method) -%}
    case {{ method }}
        when 'cr2' then 'Errors are robust to dependence within a cluster'
        when 'mixed_cr2' then 'Average clusters are compared, calibrated under the worst null'
    end
{%- endmacro %}
