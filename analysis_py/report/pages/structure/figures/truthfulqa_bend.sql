-- TruthfulQA over the mean of the other scores in January 2024, counted in cells of 2.5 by 2.5 points.
with benchmarks as (
    select count(distinct benchmark_id) as n_benchmarks
    from reporting.rpt_scores
    where cohort_role = 'headline'
),

paper as (
    select evaluation_id
    from reporting.rpt_evaluations
    where cohort_role = 'paper'
),

scores as (
    select
        evaluation_id,
        max(score_pct) filter (where benchmark_id = 'truthfulqa') as truthfulqa_pct,
        avg(score_pct) filter (where benchmark_id != 'truthfulqa') as others_pct
    from reporting.rpt_scores
    where cohort_role = 'headline'
    group by evaluation_id
    -- evaluations with every score
    having count(*) = (select n_benchmarks from benchmarks)
),

placed as (
    select
        if(paper.evaluation_id is null, 'not analysed in the paper', 'analysed in the paper') as fate,
        2.5 * floor(others_pct / 2.5) + 1.25 as others_mid,
        2.5 * floor(truthfulqa_pct / 2.5) + 1.25 as truthfulqa_mid,
        truthfulqa_pct
    from scores
    left join paper using (evaluation_id)
),

means as (
    select
        others_mid,
        count(*) as n_mean,
        avg(truthfulqa_pct) as mean_pct,
        avg(truthfulqa_pct) - 1.96 * stddev_samp(truthfulqa_pct) / sqrt(count(*)) as mean_low,
        avg(truthfulqa_pct) + 1.96 * stddev_samp(truthfulqa_pct) / sqrt(count(*)) as mean_high
    from placed
    group by others_mid
    having count(*) >= 10
),

cells as (
    select
        others_mid,
        truthfulqa_mid,
        fate,
        count(*) as n_obs,
        row_number() over (partition by others_mid order by truthfulqa_mid, fate) = 1 as is_lowest
    from placed
    group by others_mid, truthfulqa_mid, fate
)

-- the lowest cell of each column carries the column's mean
select
    cells.others_mid,
    truthfulqa_mid,
    fate,
    n_obs,
    n_mean,
    mean_pct,
    mean_low,
    mean_high
from cells
left join means on cells.others_mid = means.others_mid and is_lowest
order by cells.others_mid, truthfulqa_mid, fate;
