-- The scores that the curves of size are fitted to, in bins of a third of a doubling. Logarithms are summed as
-- whole numbers of 1e-12, so that the order of rows changes no bit.
with scores as (

    select
        cohort_id,
        benchmark_id,
        floor(3 * log2(parameters_b))::integer as bin,
        (1e12 * ln(parameters_b))::bigint as log_b,
        (1e12 * ln(score_pct))::bigint as log_score,
        avg(log_score) over (partition by cohort_id, benchmark_id) as average
    from {{ ref('bridge_cohort_evaluations') }}
    inner join {{ ref('fct_evaluations') }} using (evaluation_id)
    inner join {{ ref('fct_scores') }} using (evaluation_id)
    where parameters_b > 0 and score_pct > 0

),

bins as (

    select
        cohort_id,
        benchmark_id,
        bin,
        exp(avg(log_b) / 1e12) as parameters_b,
        exp((avg(log_score) - any_value(average)) / 1e12) as relative_score,
        exp(any_value(average) / 1e12) as average_pct,
        count(*) as n_bin
    from scores
    group by cohort_id, benchmark_id, bin

)

{{ name_rows('bins') }}
