-- The scores behind maps and clusters: all of a cohort, or a fixed sample where there are too many to see.
-- A complete evaluation has every benchmark that half of its cohort have and that takes more than two
-- values.
with scores as (

    select
        cohort_id,
        evaluation_id,
        benchmark_id,
        score_pct
    from {{ ref('int_cohort_scores_selected') }}

),

cohorts as (

    select
        cohort_id,
        count(distinct evaluation_id) as n_evaluations
    from scores
    group by cohort_id

),

benchmarks as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        count(*) over (partition by scores.cohort_id) as n_benchmarks
    from scores
    inner join cohorts using (cohort_id)
    group by scores.cohort_id, scores.benchmark_id
    having
        count(*) >= 0.5 * any_value(cohorts.n_evaluations)
        -- having no score is a value of its own
        and count(distinct scores.score_pct) + (count(*) < any_value(cohorts.n_evaluations))::integer > 2

),

complete as (

    select
        scores.cohort_id,
        scores.evaluation_id
    from scores
    inner join benchmarks using (cohort_id, benchmark_id)
    group by scores.cohort_id, scores.evaluation_id
    having count(*) = any_value(benchmarks.n_benchmarks)

),

large as (

    select
        cohort_id,
        count(*) as n_complete
    from complete
    group by cohort_id
    having count(*) > {{ var('picture_rows') }}

),

drawn as (

    select
        complete.cohort_id,
        complete.evaluation_id
    from complete
    inner join large using (cohort_id)
    qualify row_number() over (
        partition by complete.cohort_id
        order by md5(complete.evaluation_id || '{{ var("seed") }}'), complete.evaluation_id
    ) <= {{ var('picture_rows') }}

)

select
    *,
    0 as n_left_out,
    0 as n_incomplete
from scores
where cohort_id not in (select large.cohort_id from large)
union all
select
    scores.*,
    large.n_complete - {{ var('picture_rows') }} as n_left_out,
    cohorts.n_evaluations - large.n_complete as n_incomplete
from scores
inner join large using (cohort_id)
inner join cohorts using (cohort_id)
inner join benchmarks using (cohort_id, benchmark_id)
inner join drawn using (cohort_id, evaluation_id)
