select
    -- the record
    snapshot_id,
    file_name,
    row_number,
    record_error,
    raw,

    -- the pair
    factor,
    benchmark,
    group_a,
    group_b,

    -- the figures
    try_cast(estimate as double) as estimate,
    try_cast(ci_low as double) as ci_low,
    try_cast(ci_high as double) as ci_high,
    try_cast(p_adjusted as double) as p_adjusted,
    try_cast(source_line as bigint) as source_line

from {{ source('paper', 'published_tukey_pairs') }}
