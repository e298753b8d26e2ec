-- Every rejected record, with the reason and the record as published.
{% set checked = [
    'int_evaluations_checked',
    'int_published_tukey_pairs_checked',
    'int_published_gamm_terms_checked',
    'int_claims_checked',
    'int_listings_checked',
    'int_price_spans_checked',
    'int_task_costs_checked',
] %}

with rejected as (

    {% for model in checked -%}
        select
            snapshot_id,
            file_name,
            row_number,
            reject_reason,
            raw
        from {{ ref(model) }}
        where reject_reason is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    -- your own claims are a file, not a snapshot
    coalesce(snapshots.source, rejected.snapshot_id) as source,
    rejected.file_name,
    rejected.row_number,
    {{ reason_and_detail('rejected.reject_reason') }},
    rejected.raw
from rejected
left join {{ ref('dim_snapshots') }} as snapshots on rejected.snapshot_id = snapshots.snapshot_id
union all
select
    results.import_name as source,
    files.file_name,
    results.row_number,
    results.reason,
    results.detail,
    to_json({
        'model': results.model, 'benchmark': results.benchmark, 'item': results.item, 'score': results.score
    })::varchar as raw
from {{ ref('quarantined_item_results') }} as results
left join (
    {{ item_files('files.parquet', {
        'import_name': 'varchar', 'file_number': 'bigint', 'file_name': 'varchar'
    }) }}
) as files using (import_name, file_number)
