-- Input of the expectations: the distribution of each benchmark's scores in each snapshot.
--
-- Sums of floating-point numbers depend on the order of the terms, so every one here has an order.
with scores as (

    select
        *,
        sum(score_pct) over (
            partition by evaluation_id
            order by benchmark_id
            rows between unbounded preceding and unbounded following
        ) as sum_pct,
        count(*) over (partition by evaluation_id) as n_of_evaluation
    from {{ ref('fct_scores') }}

),

-- whether a strange figure stops the build is declared, for the board and for the benchmark
gates as (

    select
        snapshots.snapshot_id,
        described.benchmark_id
    from {{ ref('dim_snapshots') }} as snapshots
    inner join {{ ref('boards') }} as boards on snapshots.source = boards.board
    cross join {{ ref('benchmarks') }} as described
    where boards.is_gated and described.is_gated

)

select
    scores.snapshot_id,
    scores.benchmark_id,
    count(*) as n_scores,
    min(scores.score_pct) as min_pct,
    avg(scores.score_pct order by scores.evaluation_id) as mean_pct,
    max(scores.score_pct) as max_pct,
    stddev_samp(scores.score_pct order by scores.evaluation_id) as std_dev_pct,
    avg((scores.score_pct = 0)::int) as share_zero,
    -- scores far below chance mean a swapped column or a wrong scale
    avg((scores.score_pct < benchmarks.chance_pct - 10)::int) as share_below_chance,
    -- abilities go together: a benchmark that does not is suspect; one with a single score has no correlation
    nullif(
        corr(
            scores.score_pct,
            (scores.sum_pct - scores.score_pct) / nullif(scores.n_of_evaluation - 1, 0)
            order by scores.evaluation_id
        ),
        'nan'::double
    ) as correlation_with_others,
    bool_or(gates.benchmark_id is not null) as is_gated
from scores
inner join {{ ref('dim_benchmarks') }} as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
left join gates on scores.snapshot_id = gates.snapshot_id and scores.benchmark_id = gates.benchmark_id
group by scores.snapshot_id, scores.benchmark_id
