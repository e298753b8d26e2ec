select
    -- the record
    snapshot_id,
    file_name,
    row_number,
    record_error,
    raw,

    -- the claim
    claim_id,
    section,
    topic,
    statement_in_our_own_words as statement,

    -- how it is checked
    method,
    benchmark,
    group_a,
    group_b,
    statistic,
    expected,
    threshold

from {{ source('paper', 'paper_claims') }}
