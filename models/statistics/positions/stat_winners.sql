-- The best evaluation of one benchmark or on the average of all, with names, and how many may be the best.
with ranks as (

    select
        cohort_id,
        benchmark_id,
        count(*) filter (where is_among_best) as n_among_best,
        median(rank_high - rank_low + 1) as median_ranks
    from {{ ref('stat_model_ranks') }}
    where status = 'ok'
    group by cohort_id, benchmark_id

),

described as (

    select
        winners.*,
        {{ var('confidence_level') }}::double as confidence_level,
        coalesce(benchmarks.benchmark_name, 'Average') as benchmark_name,
        coalesce(benchmarks.benchmark_order, 0)::integer as benchmark_order,
        evaluations.model_name,
        ranks.n_among_best,
        ranks.median_ranks
    from {{ ref('fit_winners') }} as winners
    inner join {{ ref('fct_evaluations') }} as evaluations
        on winners.evaluation_id = evaluations.evaluation_id
    left join ranks on winners.cohort_id = ranks.cohort_id and winners.benchmark_id = ranks.benchmark_id
    left join {{ ref('dim_benchmarks') }} as benchmarks on winners.benchmark_id = benchmarks.benchmark_id

)

{{ add_names(rows='described', benchmarks=false) }}
