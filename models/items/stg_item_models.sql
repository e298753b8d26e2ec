{{ config(materialized='view', file_format=none, location_root=none) }}

{{ item_files('models.parquet', {
    'evaluation_id': 'varchar',
    'import_name': 'varchar',
    'model_name': 'varchar',
    'parameters_b': 'double',
    'architecture': 'varchar',
    'training_type': 'varchar',
    'base_family': 'varchar',
}, {'base_model': 'varchar'}) }}
