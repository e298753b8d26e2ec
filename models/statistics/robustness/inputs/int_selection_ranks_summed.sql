-- Spearman's correlation of score and size, as Pearson's of the ranks among the evaluations with a
-- size. Twice the average rank of tied values is a whole number: 2 × lowest rank + ties − 1.
with ranked as (

    select
        population,
        cohort_id,
        cutoff_pct,
        benchmark_id,
        (
            2 * rank() over (partition by population, benchmark_id order by score_units)
            + count(*) over (partition by population, benchmark_id, score_units) - 1
        )::hugeint as a,
        (
            2 * rank() over (partition by population, benchmark_id order by parameters_b)
            + count(*) over (partition by population, benchmark_id, parameters_b) - 1
        )::hugeint as b
    from {{ ref('int_selection_populations_scored') }}
    where parameters_b is not null

),

moments as (

    select
        population,
        cohort_id,
        cutoff_pct,
        benchmark_id,
        count(*) as n_obs,
        (count(*) * sum(a * b) - sum(a) * sum(b))::double as covariance,
        (count(*) * sum(a * a) - sum(a) * sum(a))::double as variance_a,
        (count(*) * sum(b * b) - sum(b) * sum(b))::double as variance_b
    from ranked
    group by population, cohort_id, cutoff_pct, benchmark_id

)

select
    population,
    cohort_id,
    cutoff_pct,
    benchmark_id,
    'spearman' as method,
    n_obs,
    case
        when variance_a > 0 and variance_b > 0 then covariance / (sqrt(variance_a) * sqrt(variance_b))
    end as estimate
from moments
