-- Read and kept records are counted when item results are stored; the models' rejections are counted here.
with files as (

    {{ item_files('files.parquet', {
        'import_name': 'varchar',
        'file_number': 'bigint',
        'file_name': 'varchar',
        'unread_columns': 'varchar',
        'n_read': 'bigint',
        'n_loaded': 'bigint',
        'n_quarantined': 'bigint',
        'n_results_in_import': 'bigint',
    }) }}

),

found as (

    select
        models.import_name,
        sum(scores.n_items)::bigint as n_found_in_import
    from {{ ref('evaluation_scores') }} as scores
    inner join {{ ref('item_models') }} as models on scores.evaluation_id = models.evaluation_id
    group by models.import_name

)

select
    files.import_name,
    files.file_number,
    files.file_name,
    files.n_read,
    files.n_loaded,
    files.n_quarantined,
    -- files that were stored before answers had runs do not say it
    coalesce(
        files.n_results_in_import, sum(files.n_loaded) over (partition by files.import_name)::bigint
    ) as n_results_in_import,
    coalesce(found.n_found_in_import, 0) as n_found_in_import,
    files.unread_columns
from files
left join found on files.import_name = found.import_name
