{#-
  Build a Python model and hold its rows to the columns, types and constraints of its yml, which dbt does for
  SQL models only: the rows go into a table of their own, and from there into one with the contract. The build
  database has no readers, so the last build's table may go first.
-#}
{% materialization contracted, adapter='duckdb', supported_languages=['python'] %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set rows = target_relation.incorporate(path={'identifier': this.identifier ~ '__rows'}) -%}
    {{ run_hooks(pre_hooks) }}
    {#- a Python model writes on its own connection, which must see that the old tables are gone -#}
    {%- if existing is not none -%}
        {%- call statement('drop_last', auto_begin=false) -%}
            drop {{ existing.type }} if exists {{ existing }} cascade
        {%- endcall -%}
    {%- endif -%}
    {%- call statement('drop_rows', auto_begin=false) -%}drop table if exists {{ rows }}{%- endcall -%}
    {%- call statement('main', language='python') -%}
        {{- create_table_as(false, rows, compiled_code, 'python') -}}
    {%- endcall -%}
    {%- call statement('checked') -%}
        create table {{ target_relation }} {{ get_table_columns_and_constraints() }};
        insert into {{ target_relation }} by name (select {{ model.columns | join(', ') }} from {{ rows }});
        drop table {{ rows }};
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
