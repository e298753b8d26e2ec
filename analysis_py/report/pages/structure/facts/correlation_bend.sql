-- Why the correlation of TruthfulQA with the others depends on who is counted, in January 2024.
with benchmarks as (
    select count(distinct benchmark_id) as n_benchmarks
    from reporting.rpt_scores
    where cohort_role = 'headline'
),

scores as (
    select
        evaluation_id,
        parameter_range,
        parameter_range_order,
        max(score_pct) filter (where benchmark_id = 'truthfulqa') as truthfulqa_pct,
        avg(score_pct) filter (where benchmark_id != 'truthfulqa') as others_pct
    from reporting.rpt_scores
    where cohort_role = 'headline'
    group by all
    -- evaluations with every score
    having count(*) = (select n_benchmarks from benchmarks)
),

cells as (
    select
        2.5 * floor(others_pct / 2.5) + 1.25 as others_mid,
        avg(truthfulqa_pct) as truthfulqa_mean
    from scores
    group by others_mid
    having count(*) >= 30
),

-- the bottom of the bend: where the mean of TruthfulQA over cells of 2.5 points is lowest
bottom as (
    select arg_min(others_mid, truthfulqa_mean) as bottom_pct
    from cells
),

paper as (
    select evaluation_id from reporting.rpt_evaluations
    where cohort_role = 'paper'
),

placed as (
    select
        others_pct,
        row_number() over (order by others_pct) as place
    from scores
),

-- a ceiling on the others alone, at the same share of rows, cannot trade one score for another
ceilings as (
    select max(others_pct) as ceiling_pct
    from placed
    where place <= (select count(*) from paper)
)

select
    count(*) as n_all,
    corr(truthfulqa_pct, others_pct) as r_all,
    count(*) filter (where evaluation_id in (select evaluation_id from paper)) as n_paper,
    corr(truthfulqa_pct, others_pct) filter (where evaluation_id in (select evaluation_id from paper)) as r_paper,
    avg(others_pct) filter (where evaluation_id in (select evaluation_id from paper)) as others_paper_pct,
    avg(others_pct) filter (where evaluation_id not in (select evaluation_id from paper)) as others_rest_pct,
    any_value(bottom_pct) as bottom_pct,
    count(*) filter (where others_pct <= bottom_pct) as n_below,
    corr(truthfulqa_pct, others_pct) filter (where others_pct <= bottom_pct) as r_below,
    count(*) filter (where others_pct > bottom_pct) as n_above,
    corr(truthfulqa_pct, others_pct) filter (where others_pct > bottom_pct) as r_above,
    any_value(ceiling_pct) as ceiling_pct,
    corr(truthfulqa_pct, others_pct) filter (where others_pct <= ceiling_pct) as r_below_ceiling,
    count(*) filter (where parameter_range = '[0,1.5)') as n_small,
    corr(truthfulqa_pct, others_pct) filter (where parameter_range = '[0,1.5)') as r_small,
    count(*) filter (where parameter_range = '[35,180]') as n_large,
    corr(truthfulqa_pct, others_pct) filter (where parameter_range = '[35,180]') as r_large
from scores, bottom, ceilings
-- nothing to say where a part of the bend is too small for a correlation
having count(*) > 2 and r_all + r_paper + r_below + r_above + r_below_ceiling is not null;
