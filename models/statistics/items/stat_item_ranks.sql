-- The ranks that paired differences leave open: a model stands below every one that is surely better and
-- above every one that is surely worse (Mogstad, Romano, Shaikh and Wilhelm 2024, section 3). What is sure
-- is decided with Bonferroni's share of the level, so that it holds however alike the models err.
with scores as (

    select * from {{ ref('stat_item_scores') }}

),

pairs as (

    select * from {{ ref('stat_item_pairs') }}

),

sizes as (

    select
        benchmark_id,
        count(*) as n_models
    from scores
    group by benchmark_id

),

compared as (

    select
        benchmark_id,
        count(*) as n_pairs
    from pairs
    group by benchmark_id

),

-- every difference from both its ends
sides as (

    select
        benchmark_id,
        evaluation_a as evaluation_id,
        estimate,
        p_value
    from pairs
    union all
    select
        benchmark_id,
        evaluation_b as evaluation_id,
        -estimate as estimate,
        p_value
    from pairs

),

decided as (

    select
        sides.benchmark_id,
        sides.evaluation_id,
        sides.estimate < 0 as is_below,
        {{ is_significant('sides.p_value * (sizes.n_models - 1)') }} as is_sure,
        {{ is_significant('sides.p_value * (sizes.n_models * (sizes.n_models - 1) / 2)') }} as is_sure_of_all
    from sides
    inner join sizes on sides.benchmark_id = sizes.benchmark_id

),

counted as (

    select
        benchmark_id,
        evaluation_id,
        count_if(is_sure and is_below) as n_better,
        count_if(is_sure and not is_below) as n_worse,
        count_if(is_sure_of_all and is_below) as n_better_of_all,
        count_if(is_sure_of_all and not is_below) as n_worse_of_all
    from decided
    group by benchmark_id, evaluation_id

),

ranked as (

    select
        scores.benchmark_id,
        scores.evaluation_id,
        scores.model_name,
        scores.score_pct,
        rank() over (partition by scores.benchmark_id order by scores.score_pct desc) as rank,
        sizes.n_models,
        coalesce(compared.n_pairs, 0) = sizes.n_models * (sizes.n_models - 1) / 2 as has_all_pairs,
        coalesce(counted.n_better, 0) as n_better,
        coalesce(counted.n_worse, 0) as n_worse,
        coalesce(counted.n_better_of_all, 0) as n_better_of_all,
        coalesce(counted.n_worse_of_all, 0) as n_worse_of_all
    from scores
    inner join sizes on scores.benchmark_id = sizes.benchmark_id
    left join compared on scores.benchmark_id = compared.benchmark_id
    left join counted
        on scores.benchmark_id = counted.benchmark_id
        and scores.evaluation_id = counted.evaluation_id

)

select
    benchmark_id,
    evaluation_id,
    model_name,
    score_pct,
    rank,
    case when has_all_pairs then 1 + n_better end::bigint as rank_low,
    case when has_all_pairs then n_models - n_worse end::bigint as rank_high,
    case when has_all_pairs then 1 + n_better_of_all end::bigint as rank_low_simultaneous,
    case when has_all_pairs then n_models - n_worse_of_all end::bigint as rank_high_simultaneous,
    case when has_all_pairs then n_models - n_worse - n_better - 1 end::bigint as n_tied,
    case when has_all_pairs then n_better_of_all = 0 end as is_among_best,
    n_models,
    {{ var('confidence_level') }}::double as confidence_level,
    case when has_all_pairs then 'ok' else 'too many evaluations to compare every two of them' end as status
from ranked
