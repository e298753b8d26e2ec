{{ config(materialized='view', file_format=none, location_root=none) }}

{{ item_files('evaluations.parquet', {
    'evaluation_id': 'string',
    'benchmark_id': 'string',
    'status': 'string',
}) }}
