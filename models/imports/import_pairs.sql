-- Every two models of an import on every benchmark, or of many models the best. Holm's factor counts
-- all pairs in either case: whoever looks at the best only has looked at all.
with scores as (

    select
        scores.snapshot_id,
        scores.benchmark_id,
        scores.metric,
        scores.n_shots,
        scores.evaluation_id,
        scores.score_pct,
        scores.std_error_pct,
        evaluations.model_name,
        snapshots.source,
        row_number() over (
            partition by scores.snapshot_id, scores.benchmark_id, scores.metric, scores.n_shots
            order by scores.score_pct desc, scores.evaluation_id asc
        ) as place,
        count(*) over (
            partition by scores.snapshot_id, scores.benchmark_id, scores.metric, scores.n_shots
        ) as n_evaluations,
        -- the answers to single items are known by the model's name alone
        count(*) over (partition by scores.snapshot_id, scores.benchmark_id, evaluations.model_name) = 1 as is_only_run
    from {{ ref('fct_scores') }} as scores
    inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
    inner join {{ ref('dim_snapshots') }} as snapshots on scores.snapshot_id = snapshots.snapshot_id
    where snapshots.is_import

),

pairs as (

    select
        a.snapshot_id,
        a.source,
        a.benchmark_id,
        a.metric,
        a.n_shots,
        a.evaluation_id as evaluation_a,
        b.evaluation_id as evaluation_b,
        a.model_name as model_a,
        b.model_name as model_b,
        a.score_pct as score_a_pct,
        b.score_pct as score_b_pct,
        a.score_pct - b.score_pct as estimate,
        -- an error of 0 is that of too few items, and none
        sqrt(nullif(a.std_error_pct, 0) ** 2 + nullif(b.std_error_pct, 0) ** 2) as std_error_unpaired,
        a.is_only_run and b.is_only_run as are_only_runs,
        a.n_evaluations * (a.n_evaluations - 1) / 2 as n_pairs
    from scores as a
    inner join scores as b
        on a.snapshot_id = b.snapshot_id
        and a.benchmark_id = b.benchmark_id
        and a.metric is not distinct from b.metric
        and a.n_shots is not distinct from b.n_shots
        and a.place < b.place
    where b.place <= {{ var('import_pair_models') }}

),

names as (

    select * from {{ ref('benchmark_names') }}
    where board is null

),

answered as (

    select
        models_a.import_name as source,
        coalesce(names.benchmark_id, items.benchmark_id) as benchmark_id,
        items.model_a,
        items.model_b,
        items.estimate,
        items.std_error,
        items.n_items
    from {{ ref('stat_item_pairs') }} as items
    inner join {{ ref('item_models') }} as models_a on items.evaluation_a = models_a.evaluation_id
    inner join {{ ref('item_models') }} as models_b
        on items.evaluation_b = models_b.evaluation_id
        and models_a.import_name = models_b.import_name
    left join names on items.benchmark_id = {{ slug('names.name') }}
    where items.status = 'ok'

),

-- either of the two may come first there
paired as (

    select * from answered
    union all by name
    select
        * exclude (model_a, model_b, estimate),
        model_b as model_a,
        model_a as model_b,
        -estimate as estimate
    from answered

),

joined as (

    select
        pairs.* exclude (source, are_only_runs),
        paired.std_error as std_error_paired,
        paired.n_items as n_common_items
    from pairs
    left join paired
        on pairs.source = paired.source
        and pairs.benchmark_id = paired.benchmark_id
        and pairs.model_a = paired.model_a
        and pairs.model_b = paired.model_b
        and pairs.are_only_runs
        -- answers of another metric than the score's say nothing of its error
        and abs(pairs.estimate - paired.estimate) < 0.1

),

tested as (

    select
        *,
        case when std_error_paired is not null then 'paired' else 'unpaired' end as method,
        coalesce(std_error_paired, std_error_unpaired) as std_error,
        normal_two_sided_p(estimate / nullif(coalesce(std_error_paired, std_error_unpaired), 0)) as p_value
    from joined

),

ordered as (

    select
        *,
        case
            when p_value is not null
                then
                    least(1, p_value * (
                        n_pairs + 1 - row_number() over (
                            partition by snapshot_id, benchmark_id, metric, n_shots
                            order by p_value asc nulls last, evaluation_a asc, evaluation_b asc
                        )
                    ))
        end as p_in_turn
    from tested

)

select
    snapshot_id,
    benchmark_id,
    metric,
    n_shots,
    evaluation_a,
    evaluation_b,
    model_a,
    model_b,
    score_a_pct,
    score_b_pct,
    estimate,
    method,
    std_error,
    n_common_items,
    estimate - {{ critical_z() }} * std_error as ci_low,
    estimate + {{ critical_z() }} * std_error as ci_high,
    estimate / nullif(std_error, 0) as statistic,
    p_value,
    max(p_in_turn) over (
        partition by snapshot_id, benchmark_id, metric, n_shots
        order by p_value asc nulls last, evaluation_a asc, evaluation_b asc
        rows unbounded preceding
    ) as p_adjusted,
    n_pairs::bigint as n_pairs,
    ({{ critical_z() }} + normal_quantile({{ var('power') }})) * std_error as smallest_detectable_pct,
    {{ var('confidence_level') }}::double as confidence_level,
    {{ var('power') }}::double as power,
    case when std_error > 0 then 'ok' else 'standard error unknown' end as status
from ordered
