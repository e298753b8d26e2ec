-- Every item result that could not be used, as it was read.
with quarantine as (

    {{ item_files('quarantine.parquet', {
        'import_name': 'varchar',
        'file_number': 'bigint',
        'row_number': 'bigint',
        'reason': 'varchar',
        'model': 'varchar',
        'benchmark': 'varchar',
        'item': 'varchar',
        'score_text': 'varchar',
    }) }}

)

select
    import_name,
    file_number,
    row_number,
    {{ reason_and_detail('quarantine.reason') }},
    model,
    benchmark,
    item,
    score_text as score
from quarantine
