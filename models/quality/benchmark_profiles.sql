-- What the expectations look at: how each benchmark's scores are distributed in each snapshot.
with scores as (

    select
        *,
        (count(*) over (partition by evaluation_id)) as n_scores,
        (sum(score_pct) over (partition by evaluation_id) - score_pct)
        / nullif(count(*) over (partition by evaluation_id) - 1, 0) as mean_of_others_pct
    from {{ ref('fct_scores') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

)

select
    scores.snapshot_id,
    scores.benchmark_id,
    count(*) as n_scores,
    min(scores.score_pct) as min_pct,
    avg(scores.score_pct) as mean_pct,
    max(scores.score_pct) as max_pct,
    stddev_samp(scores.score_pct) as std_dev_pct,
    avg((scores.score_pct = 0)::int) as share_zero,
    -- scores far below chance mean a swapped column or a wrong scale
    avg((scores.score_pct < benchmarks.chance_pct - 10)::int) as share_below_chance,
    -- abilities go together: a benchmark that does not is suspect
    corr(scores.score_pct, scores.mean_of_others_pct) as correlation_with_others
from scores
inner join benchmarks on scores.benchmark_id = benchmarks.benchmark_id
group by scores.snapshot_id, scores.benchmark_id
