-- Scores beside those of fct_scores, kept on the scale of their source: of tasks and metrics that no
-- benchmark of dim_benchmarks has, of other metrics of a benchmark, and of its parts.
with scores as (

    select
        *,
        count(*) over (partition by evaluation_id, benchmark) > 1 as is_name_shared
    from {{ ref('int_scores_prioritised') }}

)

select
    evaluation_id,
    snapshot_id,
    -- scores of one name are distinguished by what differs
    case
        when is_name_shared
            then concat_ws(
                ' ', benchmark, subset, metric, metric_filter, n_shots || '-shot', 'report ' || report
            )
        else benchmark
    end as task,
    value as score
from scores
where not is_score
