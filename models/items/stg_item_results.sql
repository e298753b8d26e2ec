{{ config(materialized='view', file_format=none, location_root=none) }}

{{ item_files('results/*/*.parquet', {
    'evaluation_id': 'varchar',
    'benchmark_id': 'varchar',
    'item_key': 'bigint',
    'cluster_id': 'varchar',
    'score': 'bigint',
}, {
    'answer': 'string',
    'n_runs': 'bigint',
    'run_variance': 'double',
}) }}
