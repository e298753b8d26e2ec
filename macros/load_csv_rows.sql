{#-
  Load a seed's file. As dbt-duckdb does it, but for a path that may hold an apostrophe, which its own
  puts into SQL as it is.
-#}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {%- set file = adapter.get_seed_file_path(model) -%}
    {%- set sql = 'copy ' ~ this.render() ~ ' from ' ~ quoted(file) ~ ' (format csv, header true)' -%}
    {%- do adapter.add_query(sql, abridge_sql_log=true) -%}
    {{ return(sql) }}
{% endmacro %}
