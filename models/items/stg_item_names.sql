{{ config(materialized='view') }}

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
