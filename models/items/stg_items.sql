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

    {{ item_files(
        'items.parquet',
        {'benchmark_id': 'string', 'item_key': 'bigint', 'item': 'string', 'is_committed': 'boolean'},
        facts
    ) }}

),

-- committed facts of an item win
chosen as (

    select
        *,
        max(is_committed) over (partition by benchmark_id, item_key) as is_known
    from items

)

-- of several imports; contradictory facts are null
select
    benchmark_id,
    item_key,
    item
    {%- for fact in facts -%}
        , case when min({{ fact }}) = max({{ fact }}) then min({{ fact }}) end as {{ fact }}
    {%- endfor %}
from chosen
where is_committed = is_known
group by benchmark_id, item_key, item
