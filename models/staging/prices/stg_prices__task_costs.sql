select
    -- the record
    snapshot_id,
    file_name,
    row_number,
    record_error,
    raw,

    -- the run
    board,
    model,
    effort,
    try_cast(run_on as date) as run_on,

    -- what came of it
    try_cast(n_cases as bigint) as n_cases,
    try_cast(score_pct as double) as score_pct,
    try_cast(cost_usd as double) as cost_usd

from {{ source('prices', 'task_costs') }}
