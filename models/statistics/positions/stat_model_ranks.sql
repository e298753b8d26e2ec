-- The rank of one model on one benchmark or on the average of all, with names.
with ranked as (

    select
        ranks.*,
        ranks.rank_high - ranks.rank_low as n_tied,
        ranks.rank_low_simultaneous = 1 as is_among_best,
        count(*) over (partition by ranks.cohort_id, ranks.benchmark_id) as n_models,
        {{ var('confidence_level') }}::double as confidence_level,
        case when ranks.rank_low is null then 'standard error not known' else 'ok' end as status,
        coalesce(benchmarks.benchmark_name, 'Average') as benchmark_name,
        coalesce(benchmarks.benchmark_order, 0)::integer as benchmark_order,
        evaluations.model_name,
        models.organisation,
        evaluations.precision,
        evaluations.training_type,
        evaluations.base_family,
        evaluations.parameters_b,
        evaluations.is_merge,
        evaluations.is_flagged
    from {{ ref('fit_rank_sets') }} as ranks
    inner join {{ ref('fct_evaluations') }} as evaluations on ranks.evaluation_id = evaluations.evaluation_id
    inner join {{ ref('dim_models') }} as models on evaluations.model_id = models.model_id
    left join {{ ref('dim_benchmarks') }} as benchmarks on ranks.benchmark_id = benchmarks.benchmark_id

)

{{ add_names(rows='ranked', benchmarks=false) }}
