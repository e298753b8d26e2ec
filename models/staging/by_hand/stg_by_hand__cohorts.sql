select
    -- the record
    file_name,
    row_number,
    record_error,

    -- the cohort
    cohort_id,
    cohort_name,
    description,

    -- who belongs to it, and how its sizes are cut
    snapshot_id,
    predicate,
    parameter_range_scheme

from {{ source('by_hand', 'cohorts') }}
