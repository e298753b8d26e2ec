{{ config(materialized='view', file_format=none, location_root=none) }}

{{ item_files('models.parquet', {
    'evaluation_id': 'string',
    'import_name': 'string',
    'model_name': 'string',
    'parameters_b': 'double',
    'architecture': 'string',
    'training_type': 'string',
    'base_family': 'string',
    'is_committed': 'boolean',
}, {'base_model': 'string'}) }}
