-- What would be needed: how many points to the next models that are shown to be ahead, and how many
-- items for a difference of one point. Two models tie where their difference is within its error.
with own as (

    select
        *,
        coalesce(nullif(std_error_pct, 0), {{ corrected_error('score_pct', 'n_items') }}) as error_pct
    from {{ ref('int_import_scores_matched') }}
    -- of many models the best, as in import_pairs
    qualify
        row_number() over (
            partition by snapshot_id, cohort_id, benchmark_id
            order by score_pct desc, evaluation_id asc
        ) <= {{ var('import_pair_models') }}

),

peers as (

    select
        bridge.cohort_id,
        scores.benchmark_id,
        scores.metric,
        scores.n_shots,
        scores.score_pct,
        coalesce(nullif(scores.std_error_pct, 0), {{ corrected_error('scores.score_pct', 'scores.n_items') }}) as error_pct
    from {{ ref('bridge_cohort_evaluations') }} as bridge
    inner join {{ ref('fct_scores') }} as scores using (evaluation_id)
    where bridge.cohort_id in (select own.cohort_id from own)

),

differences as (

    select
        own.cohort_id,
        own.benchmark_id,
        own.evaluation_id,
        peers.score_pct,
        peers.score_pct - own.score_pct as difference,
        {{ critical_z() }} * sqrt(peers.error_pct ** 2 + own.error_pct ** 2) as reach
    from own
    inner join peers using (cohort_id, benchmark_id, metric, n_shots)
    where own.error_pct is not null and peers.error_pct is not null

),

compared as (

    select
        cohort_id,
        benchmark_id,
        evaluation_id,
        count(*) as n_compared,
        count(*) filter (where abs(difference) <= reach) as n_tied,
        count(*) filter (where difference > reach) as n_ahead,
        min(score_pct) filter (where difference > reach) as next_range_pct
    from differences
    group by cohort_id, benchmark_id, evaluation_id

)

select
    own.snapshot_id,
    own.cohort_id,
    own.benchmark_id,
    own.evaluation_id,
    evaluations.model_name,
    own.score_pct,
    own.error_pct as std_error_pct,
    own.n_items,
    coalesce(compared.n_compared, 0)::bigint as n_compared,
    compared.n_tied::bigint as n_tied,
    compared.n_ahead::bigint as n_ahead,
    compared.next_range_pct,
    compared.next_range_pct - own.score_pct as points_to_next_range,
    -- two runs on as many items each, at the variance of a share; one of 0 or 1 is no more certain
    -- than its items allow
    ceil(
        2 * own.error_pct ** 2 * own.n_items * ({{ critical_z() }} + normal_quantile({{ var('power') }})) ** 2
    )::bigint as items_for_one_point,
    {{ var('confidence_level') }}::double as confidence_level,
    {{ var('power') }}::double as power,
    case
        when own.error_pct is null then 'standard error unknown'
        when compared.n_compared is null then 'no standard error in the cohort is known'
        else 'ok'
    end as status
from own
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
left join compared using (cohort_id, benchmark_id, evaluation_id)
