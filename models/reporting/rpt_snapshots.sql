-- Names are short enough for a legend; what has none goes by its folder.
with names as (

    select
        board as source,
        board_name as source_name
    from {{ ref('boards') }}
    union all
    select
        labels.source,
        labels.source_name
    from (
        values
        ('paper_claims', 'The paper''s claims'),
        ('published_tukey', 'Printed Tukey pairs'),
        ('published_gamm_terms', 'Printed GAMM terms'),
        ('price_listings', 'Price listings'),
        ('price_spans', 'Prices through time'),
        ('task_costs', 'Costs of whole runs')
    ) as labels (source, source_name)
    union all
    select
        source,
        'Claims of ' || paper_name as source_name
    from {{ ref('papers') }}
    where paper_order > 1

),

accounting as (

    select
        file_name,
        n_read,
        n_loaded,
        n_quarantined
    from {{ ref('row_accounting') }}
    union all
    select
        snapshots.file_name,
        sum(items.n_read)::bigint as n_read,
        sum(items.n_loaded)::bigint as n_loaded,
        sum(items.n_quarantined)::bigint as n_quarantined
    from {{ ref('item_accounting') }} as items
    inner join {{ ref('dim_snapshots') }} as snapshots on 'items/' || items.import_name = snapshots.source
    group by snapshots.file_name

)

select
    snapshots.* exclude (n_rows, provenance, data_source, is_import),
    coalesce(names.source_name, snapshots.source) as source_name,
    accounting.n_read,
    accounting.n_loaded,
    accounting.n_quarantined,
    profiles.n_evaluations
from {{ ref('dim_snapshots') }} as snapshots
inner join accounting on snapshots.file_name = accounting.file_name
left join {{ ref('snapshot_profiles') }} as profiles on snapshots.snapshot_id = profiles.snapshot_id
left join names on snapshots.source = names.source
