-- The first of each file; all of them lie beside the item results, in quarantine.parquet.
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

),

ranked as (

    select
        *,
        row_number() over (partition by import_name, file_number order by row_number) as place
    from quarantine

)

select
    import_name,
    file_number,
    row_number,
    reason,
    model,
    benchmark,
    item,
    score_text as score
from ranked
where place <= 1000
