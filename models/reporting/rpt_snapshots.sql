with snapshots as (

    select * from {{ ref('dim_snapshots') }}

),

accounting as (

    select * from {{ ref('row_accounting') }}

),

profiles as (

    select * from {{ ref('snapshot_profiles') }}

),

-- short enough for a legend; a source that is not here goes by its folder
names as (

    select
        labels.source,
        labels.source_name
    from (
        values
        ('openllm_v1', 'Open LLM v1'),
        ('openllm_v2', 'Open LLM v2'),
        ('base_models', 'Base models'),
        ('supplementary', 'Supplementary'),
        ('paper_claims', 'The paper''s claims'),
        ('published_tukey', 'Printed Tukey pairs'),
        ('published_gamm_terms', 'Printed GAMM terms')
    ) as labels (source, source_name)

)

select
    snapshots.snapshot_id,
    snapshots.source,
    coalesce(names.source_name, snapshots.source) as source_name,
    snapshots.taken_on,
    snapshots.title,
    snapshots.producer,
    snapshots.found_at,
    snapshots.licence,
    snapshots.notes,
    snapshots.file_name,
    snapshots.sha256,
    accounting.n_read,
    accounting.n_loaded,
    accounting.n_quarantined,
    profiles.n_evaluations,
    100 * profiles.share_size_unknown as size_unknown_pct,
    100 * profiles.share_size_truncated as size_truncated_pct,
    100 * profiles.share_architecture_unknown as architecture_unknown_pct,
    100 * profiles.share_training_type_unknown as training_type_unknown_pct
from snapshots
inner join accounting on snapshots.file_name = accounting.file_name
left join profiles on snapshots.snapshot_id = profiles.snapshot_id
left join names on snapshots.source = names.source
