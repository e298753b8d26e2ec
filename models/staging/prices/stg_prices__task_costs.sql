select
    * replace (
        try_cast(run_on as date) as run_on,
        try_cast(n_cases as bigint) as n_cases,
        try_cast(score_pct as double) as score_pct,
        try_cast(cost_usd as double) as cost_usd
    )
from {{ source('prices', 'task_costs') }}
