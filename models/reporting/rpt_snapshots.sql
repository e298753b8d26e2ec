with boards as (

    select * from {{ ref('boards') }}

),

-- short enough for a legend; what has no name here goes by its folder
names as (

    select
        board as source,
        board_name as source_name,
        board_order as source_order
    from boards
    union all
    -- the paper's printed tables come after the boards
    select
        labels.source,
        labels.source_name,
        (select coalesce(max(board_order), 0) from boards) + labels.label_order as source_order
    from (
        values
        ('paper_claims', 'The paper''s claims', 1),
        ('published_tukey', 'Printed Tukey pairs', 2),
        ('published_gamm_terms', 'Printed GAMM terms', 3),
        ('price_listings', 'Price listings', 4),
        ('price_spans', 'Prices through time', 5),
        ('task_costs', 'Costs of whole runs', 6)
    ) as labels (source, source_name, label_order)
    union all
    select
        source,
        'Claims of ' || paper_name as source_name,
        50 + paper_order as source_order
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
    coalesce(names.source_order, 99)::integer as source_order,
    accounting.n_read,
    accounting.n_loaded,
    accounting.n_quarantined,
    profiles.n_evaluations,
    100 * profiles.share_size_unknown as size_unknown_pct,
    100 * profiles.share_size_truncated as size_truncated_pct,
    100 * profiles.share_architecture_unknown as architecture_unknown_pct,
    100 * profiles.share_training_type_unknown as training_type_unknown_pct
from {{ ref('dim_snapshots') }} as snapshots
inner join accounting on snapshots.file_name = accounting.file_name
left join {{ ref('snapshot_profiles') }} as profiles on snapshots.snapshot_id = profiles.snapshot_id
left join names on snapshots.source = names.source
