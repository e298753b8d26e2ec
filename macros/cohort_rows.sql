{#-
  The rows of the seed `cohorts`, as a list of dictionaries. While dbt parses, or before the seed
  is loaded, it is one cohort without members, so that the model that reads it still compiles.
-#}
{% macro cohort_rows() %}
    {%- set seed = ref('cohorts') -%}
    {%- set rows = [] -%}
    {%- if execute and load_relation(seed) is not none -%}
        {%- for row in run_query('select cohort_id, snapshot_id, predicate from ' ~ seed ~ ' order by cohort_id') -%}
            {%- do rows.append({'cohort_id': row[0], 'snapshot_id': row[1], 'predicate': row[2]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(rows or [{'cohort_id': 'none', 'snapshot_id': 'none', 'predicate': 'false'}]) }}
{% endmacro %}
