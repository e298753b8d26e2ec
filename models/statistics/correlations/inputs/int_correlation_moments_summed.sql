-- Pearson's r of every pair of benchmarks, and Spearman's as Pearson's r of the ranks among the
-- evaluations that have both scores. Sums are over whole numbers; see int_cohort_scores_selected.
with scores as (

    select
        scores.*,
        benchmarks.benchmark_order
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('dim_benchmarks') }} as benchmarks on scores.benchmark_id = benchmarks.benchmark_id

),

pairs as (

    select
        a.cohort_id,
        a.benchmark_id as benchmark_a,
        b.benchmark_id as benchmark_b,
        a.score_units as units_a,
        b.score_units as units_b
    from scores as a
    inner join scores as b
        on a.cohort_id = b.cohort_id
        and a.evaluation_id = b.evaluation_id
        and a.benchmark_order < b.benchmark_order

),

-- twice the average rank of tied values is a whole number: 2 × lowest rank + ties − 1
ranked as (

    select
        *,
        2 * rank() over (partition by cohort_id, benchmark_a, benchmark_b order by units_a)
        + count(*) over (partition by cohort_id, benchmark_a, benchmark_b, units_a) - 1 as rank_a,
        2 * rank() over (partition by cohort_id, benchmark_a, benchmark_b order by units_b)
        + count(*) over (partition by cohort_id, benchmark_a, benchmark_b, units_b) - 1 as rank_b
    from pairs

),

observations as (

    select
        cohort_id,
        benchmark_a,
        benchmark_b,
        'pearson' as method,
        units_a::hugeint as a,
        units_b::hugeint as b
    from ranked
    union all
    select
        cohort_id,
        benchmark_a,
        benchmark_b,
        'spearman' as method,
        rank_a::hugeint as a,
        rank_b::hugeint as b
    from ranked

),

moments as (

    select
        cohort_id,
        benchmark_a,
        benchmark_b,
        method,
        count(*) as n_obs,
        (count(*) * sum(a * b) - sum(a) * sum(b))::double as covariance,
        (count(*) * sum(a * a) - sum(a) * sum(a))::double as variance_a,
        (count(*) * sum(b * b) - sum(b) * sum(b))::double as variance_b
    from observations
    group by cohort_id, benchmark_a, benchmark_b, method

)

select
    cohort_id,
    benchmark_a,
    benchmark_b,
    method,
    n_obs,
    case
        when variance_a > 0 and variance_b > 0 then covariance / (sqrt(variance_a) * sqrt(variance_b))
    end as estimate
from moments
