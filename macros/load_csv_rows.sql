{#-
  Load a seed's file. As in dbt-duckdb, but with quotes in the path escaped.
-#}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {%- set file = adapter.get_seed_file_path(model) -%}
    {%- set sql = 'copy ' ~ this.render() ~ ' from ' ~ quote_text(file) ~ ' (format csv, header true)' -%}
    {%- do adapter.add_query(sql, abridge_sql_log=true) -%}
    {{ return(sql) }}
{% endmacro %}
