{{ config(materialized='view', file_format=none, location_root=none) }}

{{ item_files('results/*/*.parquet', {
    'evaluation_id': 'string',
    'benchmark_id': 'string',
    'item_key': 'bigint',
    'cluster_id': 'string',
    'score': 'bigint',
}, {
    'answer': 'string',
    'n_runs': 'bigint',
    'run_variance': 'double',
}) }}
