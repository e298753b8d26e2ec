select
    -- the record
    file_name,
    row_number,
    record_error,
    raw,

    -- the claim
    claim_id,
    section,
    topic,
    statement,

    -- how it is checked
    method,
    benchmark,
    group_a,
    group_b,
    statistic,
    expected,
    threshold

from {{ source('by_hand', 'own_claims') }}
