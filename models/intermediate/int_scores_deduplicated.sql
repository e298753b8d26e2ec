-- The score of every sound evaluation on every benchmark, in percent. A benchmark
-- reported only by subsets gets their mean, by the metric that would count for the whole.
with whole as (

    select * from {{ ref('int_scores_prioritised') }}
    where is_score

),

subsets as (

    select scores.*
    from {{ ref('int_scores_prioritised') }} as scores
    anti join whole on scores.evaluation_id = whole.evaluation_id and scores.benchmark_id = whole.benchmark_id
    where scores.is_candidate
    qualify dense_rank() over (
        partition by scores.evaluation_id, scores.benchmark_id
        order by
            scores.is_primary desc nulls last, scores.is_known_metric desc nulls last,
            scores.is_known_n_shots desc nulls last, scores.metric_rank asc nulls last,
            scores.n_shots desc nulls last, scores.metric asc, scores.metric_filter asc
    ) = 1

),

averaged as (

    select
        evaluation_id,
        benchmark_id,
        any_value(benchmark) as benchmark,
        round(avg(score_pct order by subset), 6) as score_pct,
        sqrt(sum(std_error_pct * std_error_pct order by subset)) / count(*) as std_error_pct,
        sum(n_items)::integer as n_items,
        bool_or(is_part) as is_part,
        any_value(n_shots) as n_shots,
        any_value(metric) as metric,
        count(*) as n_subsets
    from subsets
    group by evaluation_id, benchmark_id

)

select
    evaluation_id,
    benchmark_id,
    benchmark,
    score_pct,
    std_error_pct,
    normalised_pct,
    n_items,
    is_part,
    n_shots,
    metric,
    0 as n_subsets
from whole
union all by name
select * from averaged
