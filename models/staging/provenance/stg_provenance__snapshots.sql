select
    -- the snapshot
    snapshot_id,
    source_name as source,
    taken_on,
    file_name,
    is_import,

    -- where it comes from
    title,
    producer,
    source as found_at,
    licence,
    notes,

    -- proof that it is unchanged
    row_count,
    sha256

from {{ source('provenance', 'snapshot_provenances') }}
