with scores as (

    select * from {{ ref('stg_supplementary__scores') }}

),

metrics as (

    select * from {{ ref('supplementary_metrics') }}

),

problems as (

    select
        scores.*,
        metrics.benchmark_id,
        case
            when record_error is not null then record_error
            when model_name is null then 'missing model name'
            when metrics.metric is null then 'unknown benchmark: ' || coalesce(scores.metric, '(empty)')
            when nullif(trim({{ raw_value('value') }}), '') is null then 'missing value'
            {{ reject_unparsable(['value', 'parameters_b'], 'number') }}
            when scores.metric not like '%\_ppl' escape '\' and (isnan(value) or value not between 0 and 1)
                then 'value is outside 0–1: ' || {{ raw_value('value') }}
            when isnan(value) or value < 0 then 'value is negative: ' || {{ raw_value('value') }}
        end as record_problem
    from scores
    left join metrics on scores.metric = metrics.metric

)

select
    *,
    {{ surrogate_key(['snapshot_id', 'model_name', 'precision', 'source_repo']) }} as evaluation_id,
    {{ reject_reason(['model_name', 'precision', 'source_repo', 'metric']) }} as reject_reason
from problems
