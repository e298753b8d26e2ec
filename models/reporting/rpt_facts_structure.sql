-- The numbers of the page on structure: the mean correlation of TruthfulQA with the others, and why it
-- depends on who is counted, in January 2024.
with apart as (

    -- a small negative mean is printed as zero, not as minus zero
    select
        round(avg(estimate) filter (where cohort_role = 'paper'), 2) + 0 as apart_paper,
        round(avg(estimate) filter (where cohort_role = 'headline'), 2) + 0 as apart_whole
    from {{ ref('rpt_correlations') }}
    where
        estimate is not null and method = 'pearson' and benchmark_id = 'truthfulqa'
        and cohort_role in ('paper', 'headline')

),

benchmarks as (

    select count(distinct benchmark_id) as n_benchmarks
    from {{ ref('rpt_scores') }}
    where cohort_role = 'headline'

),

paper_rows as (

    select evaluation_id
    from {{ ref('rpt_evaluations') }}
    where cohort_role = 'paper'

),

-- evaluations with every score
scores as (

    select
        evaluation_id,
        evaluation_id in (select evaluation_id from paper_rows) as is_paper,
        max(score_pct) filter (where benchmark_id = 'truthfulqa') as truthfulqa_pct,
        avg(score_pct order by benchmark_id) filter (where benchmark_id != 'truthfulqa') as others_pct
    from {{ ref('rpt_scores') }}
    where cohort_role = 'headline'
    group by evaluation_id
    having count(*) = (select n_benchmarks from benchmarks)

),

cells as (

    select
        2.5 * floor(others_pct / 2.5) + 1.25 as others_mid,
        avg(truthfulqa_pct order by evaluation_id) as truthfulqa_mean
    from scores
    group by others_mid
    having count(*) >= 30

),

-- the bottom of the bend: where the mean of TruthfulQA over cells of 2.5 points is lowest
bottom as (

    select arg_min(others_mid, truthfulqa_mean) as bottom_pct
    from cells

),

sides as (

    select
        scores.*,
        bottom.bottom_pct,
        scores.others_pct <= bottom.bottom_pct as is_below
    from scores
    cross join bottom

),

-- nothing to say where a part of the bend is too small for a correlation
bend as (

    select
        count(*) as n_all,
        corr(truthfulqa_pct, others_pct order by evaluation_id) as r_all,
        count(*) filter (where is_paper) as n_paper,
        corr(truthfulqa_pct, others_pct order by evaluation_id) filter (where is_paper) as r_paper,
        avg(others_pct order by evaluation_id) filter (where is_paper) as others_paper_pct,
        avg(others_pct order by evaluation_id) filter (where not is_paper) as others_rest_pct,
        any_value(bottom_pct) as bottom_pct,
        count(*) filter (where is_below) as n_below,
        corr(truthfulqa_pct, others_pct order by evaluation_id) filter (where is_below) as r_below,
        count(*) filter (where not is_below) as n_above,
        corr(truthfulqa_pct, others_pct order by evaluation_id) filter (where not is_below) as r_above
    from sides
    having count(*) > 2 and r_all + r_paper + r_below + r_above is not null

)

select
    apart.*,
    bend.*
from apart
left join bend on true
