-- How well the items of a benchmark tell evaluations apart.
with difficulty as (

    select
        benchmark_id,
        count(*) filter (where discrimination < 0) as n_misleading
    from {{ ref('stat_item_difficulty') }}
    group by benchmark_id

),

pairs as (

    select
        benchmark_id,
        count(*) as n_pairs,
        median(detectable_pct) as detectable_pct
    from {{ ref('stat_item_pairs') }}
    where status = 'ok'
    group by benchmark_id

),

-- of the evaluations that count; your own item results have no provenance but their name
sources as (

    select
        scores.benchmark_id,
        array_to_string(list_sort(list(distinct coalesce(
            snapshots.data_source, format('Data: item results "{}". Licence: not stated.', models.import_name)
        ))), ' | ') as data_source
    from {{ ref('evaluation_scores') }} as scores
    inner join {{ ref('item_models') }} as models on scores.evaluation_id = models.evaluation_id
    left join {{ ref('dim_snapshots') }} as snapshots on 'items/' || models.import_name = snapshots.source
    where scores.left_out_because is null
    group by scores.benchmark_id

),

ranks as (

    select
        benchmark_id,
        count(*) as n_ranked,
        count(*) filter (where is_among_best) as n_among_best,
        1 - sum(rank_high_simultaneous - rank_low_simultaneous)
        / nullif(count(*) * (count(*) - 1), 0) as share_decided
    from {{ ref('stat_item_ranks') }}
    where status = 'ok'
    group by benchmark_id

),

-- what an audit changes of the best and of the last score
audited as (

    select
        benchmark_id,
        count(*) as n_audited,
        arg_max(audited_pct - score_pct, score_pct) as best_gain,
        max(score_pct) as best_unaudited_pct,
        arg_max(audited_pct, score_pct) as best_audited_pct,
        arg_min(audited_pct - score_pct, score_pct) as last_gain,
        arg_max(other_makers_pct - score_pct, score_pct) as best_gain_by_others,
        arg_min(other_makers_pct - score_pct, score_pct) as last_gain_by_others,
        arg_max(fixed_share_pct - score_pct, score_pct) as best_gain_fixed,
        max(abs(rank - rank_without)) as largest_move
    from {{ ref('stat_item_clean_scores') }}
    where audited_pct is not null
    group by benchmark_id

),

-- how far the scores are from those of boards
boards as (

    select
        benchmark_id,
        count(*) as n_on_board,
        count(*) filter (where is_same_run) as n_same_run,
        median(difference_pct) as board_difference_pct,
        mode(explanation order by explanation) as board_explanation
    from {{ ref('stat_item_board_agreement') }}
    where status = 'ok'
    group by benchmark_id

),

items as (

    select *
    from {{ ref('stat_item_reliability') }}
    left join sources using (benchmark_id)
    left join difficulty using (benchmark_id)
    left join pairs using (benchmark_id)
    left join ranks using (benchmark_id)
    left join audited using (benchmark_id)
    left join boards using (benchmark_id)

)

{{ add_names(rows='items', cohorts=false) }}
