-- Pearson's r of every pair of benchmarks, and Spearman's as Pearson's r of the ranks among the
-- evaluations that have both scores. Sums are over whole numbers; see int_cohort_scores_selected.
with cohorts as (

    select
        cohort_id,
        cast(row_number() over (order by cohort_id) as int) as cohort_number
    from (select distinct cohort_id from {{ ref('int_cohort_benchmarks_selected') }}) as known

),

benchmarks as (

    select
        benchmark_id,
        cast(row_number() over (order by benchmark_order, benchmark_id) as int) as benchmark_number
    from {{ ref('dim_benchmarks') }}

),

scores as (

    select
        cohorts.cohort_number,
        benchmarks.benchmark_number,
        scores.evaluation_id,
        scores.score_units
    from {{ ref('int_cohort_scores_compared') }} as scores
    inner join cohorts using (cohort_id)
    inner join benchmarks using (benchmark_id)

),

-- as many rows as evaluations times pairs of benchmarks, so numbers stand for names
pairs as (

    select
        a.cohort_number,
        a.benchmark_number as number_a,
        b.benchmark_number as number_b,
        a.score_units as units_a,
        b.score_units as units_b
    from scores as a
    inner join scores as b
        on a.cohort_number = b.cohort_number
        and a.evaluation_id = b.evaluation_id
        and a.benchmark_number < b.benchmark_number

),

-- Twice the average rank of tied values is a whole number: 2 × lowest rank + ties − 1. Values are few,
-- so it is they that are sorted, and not the rows.
ranks_a as (

    select
        cohort_number,
        number_a,
        number_b,
        units_a,
        2 * sum(count(*)) over (partition by cohort_number, number_a, number_b order by units_a)
        - count(*) + 1 as rank_a
    from pairs
    group by cohort_number, number_a, number_b, units_a

),

ranks_b as (

    select
        cohort_number,
        number_a,
        number_b,
        units_b,
        2 * sum(count(*)) over (partition by cohort_number, number_a, number_b order by units_b)
        - count(*) + 1 as rank_b
    from pairs
    group by cohort_number, number_a, number_b, units_b

),

sums as (

    select
        pairs.cohort_number,
        pairs.number_a,
        pairs.number_b,
        count(*)::hugeint as n_obs,
        {{ product_sums('pairs.units_a', 'pairs.units_b') }} as pearson,
        {{ product_sums('ranks_a.rank_a', 'ranks_b.rank_b') }} as spearman
    from pairs
    inner join ranks_a using (cohort_number, number_a, number_b, units_a)
    inner join ranks_b using (cohort_number, number_a, number_b, units_b)
    group by pairs.cohort_number, pairs.number_a, pairs.number_b

),

by_method as (

    unpivot sums
    on pearson, spearman
    into name method value summed

),

moments as (

    select
        cohort_number,
        number_a,
        number_b,
        method,
        n_obs,
        (n_obs * summed.ab - summed.a * summed.b)::double as covariance,
        (n_obs * summed.aa - summed.a * summed.a)::double as variance_a,
        (n_obs * summed.bb - summed.b * summed.b)::double as variance_b
    from by_method

)

select
    cohorts.cohort_id,
    first_ones.benchmark_id as benchmark_a,
    second_ones.benchmark_id as benchmark_b,
    moments.method,
    moments.n_obs::bigint as n_obs,
    case
        when moments.variance_a > 0 and moments.variance_b > 0
            then moments.covariance / (sqrt(moments.variance_a) * sqrt(moments.variance_b))
    end as estimate
from moments
inner join cohorts using (cohort_number)
inner join benchmarks as first_ones on moments.number_a = first_ones.benchmark_number
inner join benchmarks as second_ones on moments.number_b = second_ones.benchmark_number
