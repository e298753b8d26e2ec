select
    snapshot_id,
    source,
    taken_on,
    row_count as n_rows,
    title || '. ' || found_at || '. Licence: ' || licence || '.' as provenance,
    format(
        'Data: {}, as of {}. Licence: {}.',
        coalesce(producer, source),
        taken_on,
        coalesce(licence, 'not stated')
    ) as data_source,
    title,
    producer,
    found_at,
    licence,
    notes,
    file_name,
    sha256,
    is_import
from {{ ref('stg_provenance__snapshots') }}
