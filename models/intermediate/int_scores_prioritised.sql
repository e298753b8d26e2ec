-- Every sound score, and whether it speaks for its benchmark in its evaluation: the source's own
-- headline metric, else the metric and the worked examples the benchmark is known by, else the
-- commonest metric, else the most worked examples, else the first by name. The others are kept beside it.
with scores as (

    select * from {{ ref('int_scores_checked') }}
    where value_problem is null and benchmark_problem is null

),

records as (

    select * from {{ ref('int_evaluations_checked') }}
    where reject_reason is null

),

-- Shares are rounded to six decimals of a percent, far below one item of any benchmark, so that sums
-- over them are exact.
in_percent as (

    select
        records.evaluation_id,
        scores.*,
        case
            when scores.is_higher_better then {{ percent('scores.value', 'scores.percent_per_unit') }}
            else 100 - {{ percent('scores.value', 'scores.percent_per_unit') }}
        end as score_pct,
        scores.percent_per_unit * scores.std_error as std_error_pct,
        {{ percent('scores.normalised_value', 'scores.normalised_percent_per_unit') }} as normalised_pct
    from scores
    inner join records using (snapshot_id, row_number)

),

preferred as (

    select
        in_percent.*,
        in_percent.benchmark_id is not null and in_percent.score_pct is not null as is_candidate,
        in_percent.metric = benchmarks.metric as is_known_metric,
        in_percent.n_shots = benchmarks.n_shots as is_known_n_shots,
        metric_ranks.metric_rank
    from in_percent
    left join {{ ref('benchmarks') }} as benchmarks using (benchmark_id)
    left join {{ ref('metric_ranks') }} as metric_ranks on in_percent.metric = metric_ranks.metric

)

select
    *,
    is_candidate and subset is null and row_number() over (
        partition by evaluation_id, benchmark_id, is_candidate, subset is null
        order by
            is_primary desc nulls last, is_known_metric desc nulls last, is_known_n_shots desc nulls last,
            metric_rank asc nulls last, n_shots desc nulls last, metric asc nulls last,
            -- strict-match before flexible-extract
            metric_filter desc nulls last, benchmark asc, row_number asc, column_order asc
    ) = 1 as is_score
from preferred
