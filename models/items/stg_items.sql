{{ config(materialized='view', file_format=none, location_root=none) }}

{%- set facts = {
    'part': 'string',
    'kinds': 'string',
    'source': 'string',
    'key': 'string',
    'first_key': 'string',
    'n_options': 'bigint',
    'audit': 'string',
    'is_flagged': 'boolean',
} %}

with items as (

    {{ item_files('items.parquet', {'benchmark_id': 'string', 'item_key': 'bigint', 'item': 'string'}, facts) }}

)

-- of several imports; contradictory facts are null
select
    benchmark_id,
    item_key,
    item
    {%- for fact in facts -%}
        , case when min({{ fact }}) = max({{ fact }}) then min({{ fact }}) end as {{ fact }}
    {%- endfor %}
from items
group by benchmark_id, item_key, item
