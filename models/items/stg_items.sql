{{ config(materialized='view', file_format=none, location_root=none) }}

{%- set facts = {
    'part': 'varchar',
    'kinds': 'varchar',
    'source': 'varchar',
    'key': 'varchar',
    'first_key': 'varchar',
    'n_options': 'bigint',
    'audit': 'varchar',
    'is_flagged': 'boolean',
} %}

with items as (

    {{ item_files('items.parquet', {'benchmark_id': 'varchar', 'item_key': 'bigint', 'item': 'varchar'}, facts) }}

)

-- of several imports; what they do not agree on is unknown
select
    benchmark_id,
    item_key,
    item
    {%- for fact in facts -%}
        , case when min({{ fact }}) = max({{ fact }}) then min({{ fact }}) end as {{ fact }}
    {%- endfor %}
from items
group by benchmark_id, item_key, item
