{{ config(materialized='view', file_format=none, location_root=none) }}

with names as (

    {{ item_files('items.parquet', {
        'benchmark_id': 'varchar',
        'item_key': 'bigint',
        'item': 'varchar',
    }) }}

)

-- of several imports
select distinct
    benchmark_id,
    item_key,
    item
from names
