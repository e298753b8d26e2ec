-- Where to begin. A table has a question in the meta of its yml, and its answer in its description.
{%- for node in graph.nodes.values() if node.config.meta.question %}
{{ 'union all' if not loop.first }}
select
    {{ node.config.meta.question_order }}::integer as question_order,
    '{{ node.schema }}.{{ node.name }}' as table_name,
    {{ quote_text(node.config.meta.question) }} as question,
    {{ quote_text(node.description.split('```')[1][4:] | trim) }} as example_query
{%- endfor %}
order by question_order
