{#-
  Lock the warehouse at the start of a whole `dbt build`. If another build holds the
  lock or the warehouse is read-only, this build stops here instead of at its end.
-#}
{% macro open_warehouse() %}
    {%- if execute and flags.WHICH == 'build' and target.type == 'duckdb' and not partial_options() -%}
        {%- do ask_publishing('open') -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{#-
  Copy the published schemas into a new published file, as the last act of a good
  `dbt build`. Beside the Parquet files of a schema, _columns.csv says what their columns mean.

  Nothing is published, and what was stays, where any node failed or was skipped, or where the
  build was partial: half a new warehouse beside half an old one would be worse than none.

  Arguments:
    results: dbt's on-run-end results, one per node of this invocation.
-#}
{% macro publish_warehouse(results) %}
    {%- if not execute or flags.WHICH != 'build' or target.type != 'duckdb' -%}{{ return('') }}{%- endif -%}

    {%- set kinds = {} -%}
    {%- for node in graph.nodes.values() -%}
        {%- if node.config.enabled and node.config.materialized != 'ephemeral'
               and node.resource_type in ['model', 'seed', 'snapshot', 'test'] -%}
            {%- do kinds.update({node.unique_id: node.resource_type | string}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set statuses = {} -%}
    {%- for result in results -%}
        {%- do statuses.update({result.node.unique_id: result.status | string}) -%}
    {%- endfor -%}

    {%- set models = published_models() -%}
    {%- set refusal = ask_publishing('refusal', {
        'kinds': kinds, 'statuses': statuses, 'options': partial_options(),
        'n_critical': critical_failures(statuses),
    }) -%}
    {%- if refusal -%}
        {%- do log(refusal, info=true) -%}
    {%- else -%}
        {%- set schemas = models | map(attribute='schema') | unique | list -%}
        {%- set staging = ask_publishing('stage', {'schemas': schemas}) -%}
        {%- set file = staging ~ '/llm_reassessment.duckdb' -%}
        {%- do run_query('attach ' ~ quote_text(file) ~ " as published (storage_version 'v1.0.0')") -%}
        {%- for schema in schemas -%}
            {%- do run_query('create schema published.' ~ schema) -%}
        {%- endfor -%}
        {%- set rows = {} -%}
        {%- for model in models -%}
            {%- do rows.update({model.schema ~ '.' ~ model.alias: publish_table(model, staging)}) -%}
        {%- endfor -%}
        {%- for schema in schemas -%}
            {%- set file = staging ~ '/parquet/' ~ schema ~ '/_columns.csv' -%}
            {%- do run_query(
                "copy (select table_name, column_name, data_type, comment from duckdb_columns() "
                ~ "where database_name = 'published' and schema_name = " ~ quote_text(schema)
                ~ " order by table_name, column_index) to " ~ quote_text(file)
            ) -%}
        {%- endfor -%}
        {%- do run_query('detach published') -%}
        {%- set path = ask_publishing('publish', {'rows': rows}) -%}
        {%- set said = models | length ~ ' tables to ' ~ path ~ ' and, as Parquet, beside it.' -%}
        {%- do log('Published ' ~ said, info=true) -%}
        {%- do log('To write the report on them: llm-reassess report', info=true) -%}
    {%- endif -%}
    {%- do ask_publishing('close') -%}
    {{ return('') }}
{% endmacro %}


{#- The models in published schemas, by schema and name. -#}
{% macro published_models() %}
    {%- set models = [] -%}
    {%- set nodes = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') -%}
    {%- for node in nodes | sort(attribute='unique_id') -%}
        {%- if node.schema in var('published_schemas') and node.config.enabled -%}
            {%- do models.append(node) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(models | sort(attribute='schema,name')) }}
{% endmacro %}


{#- The options of this invocation that leave out nodes or rows, as written. -#}
{% macro partial_options() %}
    {%- set given = [] -%}
    {%- set of_nodes = ['select', 'exclude', 'selector', 'resource_types', 'exclude_resource_types'] -%}
    {%- for name in of_nodes + ['empty', 'sample'] -%}
        {%- if invocation_args_dict.get(name) -%}
            {%- do given.append('--' ~ (name | replace('_types', '_type') | replace('_', '-'))) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(given) }}
{% endmacro %}


{#- The number of failed critical expectations, from the gate of this build; none without a gate. -#}
{% macro critical_failures(statuses) %}
    {%- for node in graph.nodes.values() -%}
        {%- if node.name == 'quality_gate' and statuses.get(node.unique_id) == 'success' -%}
            {%- set table = node.schema ~ '.' ~ node.alias -%}
            {%- set counted = run_query('select n_critical_failures from ' ~ table) -%}
            {{ return(counted.columns[0].values()[0] | int) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}


{#-
  Copy one table, with its comments and the key of a dimension, to the attached file and to
  Parquet; return its rows. Rows are ordered by all columns, so that equal data gives an equal
  file. One transaction: committing each comment separately would take longer than everything else.
-#}
{% macro publish_table(model, staging) %}
    {%- set name = 'published.' ~ model.schema ~ '.' ~ model.alias -%}
    {%- set file = staging ~ '/parquet/' ~ model.schema ~ '/' ~ model.alias ~ '.parquet' -%}
    {%- set statements = [
        'begin',
        'create table ' ~ name ~ ' as from ' ~ model.schema ~ '.' ~ model.alias ~ ' order by all',
        'comment on table ' ~ name ~ ' is ' ~ quote_text(model.description | trim),
    ] -%}
    {%- for column in model.columns.values() if column.description -%}
        {%- set described = name ~ '."' ~ column.name ~ '" is ' ~ quote_text(column.description | trim) -%}
        {%- do statements.append('comment on column ' ~ described) -%}
    {%- endfor -%}
    {%- if model.name.startswith('dim_') -%}
        {%- set key = grain(model) | join(', ') -%}
        {%- do statements.append('alter table ' ~ name ~ ' add primary key (' ~ key ~ ')') -%}
    {%- endif -%}
    {%- do statements.append('copy ' ~ name ~ ' to ' ~ quote_text(file)) -%}
    {%- do statements.extend(['commit', 'select count(*) from ' ~ name]) -%}
    {{ return(run_query(statements | join(';\n')).columns[0].values()[0] | int) }}
{% endmacro %}


{#- The columns that identify a row of a model, from its test. -#}
{% macro grain(model) %}
    {%- for test in graph.nodes.values() -%}
        {%- if test.attached_node == model.unique_id and test.test_metadata.name == 'unique_grain' -%}
            {{ return(test.test_metadata.kwargs.columns) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}


{#-
  Call the plugin (analysis_py/dbt/dbt_plugin.py) for a step that SQL cannot do; stop the build if it fails.
-#}
{% macro ask_publishing(action, arguments={}) %}
    {%- set call = quote_text(action) ~ ', ' ~ quote_text(tojson(arguments)) -%}
    {%- set answer = run_query('select publishing(' ~ call ~ ')') -%}
    {%- set answer = fromjson(answer.columns[0].values()[0]) -%}
    {%- if answer.problem -%}{{ exceptions.raise_compiler_error(answer.problem) }}{%- endif -%}
    {{ return(answer.value) }}
{% endmacro %}


{#- A text as a SQL string. -#}
{% macro quote_text(text) %}
    {{ return("'" ~ text | replace("'", "''") ~ "'") }}
{% endmacro %}
