{#-
  Copy the published schemas into a new file and swap it in, as the last act of a good `dbt build`.

  Nothing is published, and the last good file stays, where any node failed or was skipped, or
  where the build was partial: half a new warehouse beside half an old one would be worse than none.

  Arguments:
    results: what dbt hands to on-run-end, one result per node of this invocation.
-#}
{% macro publish_warehouse(results) %}
    {%- if not execute or flags.WHICH != 'build' -%}{{ return('') }}{%- endif -%}

    {%- set models = published_models() -%}
    {%- set bad = results | selectattr('status', 'in', ['error', 'fail', 'skipped', 'partial success']) | list -%}
    {%- set built = results | selectattr('status', 'equalto', 'success') | map(attribute='node.unique_id') | list -%}
    {%- set absent = models | rejectattr('unique_id', 'in', built) | map(attribute='name') | list -%}

    {%- if bad -%}
        {%- do log('Nothing published: ' ~ bad | length ~ ' of ' ~ results | length ~ ' nodes failed or were skipped. The last good file stays.', info=true) -%}
    {%- elif absent -%}
        {%- do log('Nothing published: a partial build, without ' ~ absent | length ~ ' published tables (' ~ absent[0] ~ ', …).', info=true) -%}
    {%- else -%}
        {%- set schemas = models | map(attribute='schema') | unique | list -%}
        {%- set staging = run_query('select stage_warehouse(' ~ schemas ~ ')').columns[0].values()[0] -%}
        {%- do run_query("attach '" ~ staging ~ "/llm_reassessment.duckdb' as published (storage_version 'v1.0.0')") -%}
        {%- for schema in schemas -%}
            {%- do run_query('create schema published.' ~ schema) -%}
        {%- endfor -%}
        {%- for model in models -%}
            {%- do publish_table(model, staging) -%}
        {%- endfor -%}
        {%- do run_query('detach published') -%}
        {%- set path = run_query('select swap_warehouse()').columns[0].values()[0] -%}
        {%- do log('Published ' ~ models | length ~ ' tables to ' ~ path ~ ' and, as Parquet, beside it.', info=true) -%}
        {%- do log('To write the report on them: llm-reassess report', info=true) -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{#- The graph's models whose schema is published, by schema and name. -#}
{% macro published_models() %}
    {%- set models = [] -%}
    {%- for node in graph.nodes.values() | sort(attribute='unique_id') -%}
        {%- if node.resource_type == 'model' and node.schema in var('published_schemas') and node.config.enabled -%}
            {%- do models.append(node) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(models | sort(attribute='schema,name')) }}
{% endmacro %}


{#-
  Copy one table, with its comments, to the attached file and to Parquet.
  Rows are ordered by all columns, so that the same data gives the same file.
-#}
{% macro publish_table(model, staging) %}
    {%- set name = model.schema ~ '.' ~ model.alias -%}
    {%- do run_query('create table published.' ~ name ~ ' as from ' ~ name ~ ' order by all') -%}
    {%- do run_query('comment on table published.' ~ name ~ " is '" ~ model.description | replace("'", "''") | trim ~ "'") -%}
    {%- for column in model.columns.values() if column.description -%}
        {%- do run_query('comment on column published.' ~ name ~ '."' ~ column.name ~ '"' ~ " is '" ~ column.description | replace("'", "''") | trim ~ "'") -%}
    {%- endfor -%}
    {%- do run_query("copy published." ~ name ~ " to '" ~ staging ~ '/parquet/' ~ model.schema ~ '/' ~ model.alias ~ ".parquet'") -%}
{% endmacro %}
