-- What the words of the page cite.
with
-- How well the items of a benchmark tell evaluations apart; its suspect items; and what its best score is worth.
items_benchmarks as (
    select
        items.*,
        quality.n_suspects,
        quality.fdr,
        quality.n_unsolved,
        quality.evidence,
        quality.calibrated_by,
        quality.status as suspects_status,
        winners.model_name as best_model_name,
        winners.score_pct as best_pct,
        winners.corrected_pct,
        winners.ci_low as best_low,
        winners.ci_high as best_high
    from reporting.rpt_item_benchmarks as items
    inner join statistics.stat_item_quality as quality using (benchmark_id)
    left join statistics.stat_item_winners as winners using (benchmark_id)
    where items.n_evaluations > 1
    order by items.benchmark_order asc, items.benchmark_name asc
),

-- The most suspect items of each benchmark.
items_suspects as (
    select
        suspects.*,
        benchmark_name
    from statistics.stat_item_suspects as suspects
    inner join marts.dim_benchmarks using (benchmark_id)
    where is_suspect and place <= 5
    order by benchmark_order asc, place asc
),

-- What an audit says of the suspects of each subject, and what is stated.
items_subjects as (
    select
        benchmark_name,
        part as subject,
        count(*) as n_suspects,
        avg(1 - p_bad) as stated,
        avg((not is_flagged)::integer) as realised
    from statistics.stat_item_suspects
    inner join marts.dim_benchmarks using (benchmark_id)
    where is_suspect and is_flagged is not null and part is not null
    group by all
    order by benchmark_name asc, realised desc, subject asc
),

-- How many models may be the best, and how many pairs differ significantly.
items_ranks as (
    select
        benchmark_id,
        count(*) as n_models,
        count_if(is_among_best)::bigint as n_best,
        1 - sum(rank_high_simultaneous - rank_low_simultaneous) / (count(*) * (count(*) - 1)) as share_decided
    from statistics.stat_item_ranks
    where status = 'ok'
    group by benchmark_id
    having count(*) >= 10
),

-- What an audit changes of the best and of the last score.
items_clean as (
    select
        benchmark_name,
        count(*) as n_models,
        max(score_pct) as best_pct,
        arg_max(audited_pct, score_pct) as best_audited_pct,
        min(score_pct) as last_pct,
        arg_min(audited_pct, score_pct) as last_audited_pct,
        arg_max(other_makers_pct - score_pct, score_pct) as best_by_others,
        arg_min(other_makers_pct - score_pct, score_pct) as last_by_others,
        arg_max(fixed_share_pct - score_pct, score_pct) as best_fixed,
        max(abs(rank - rank_without)) as largest_move
    from statistics.stat_item_clean_scores
    inner join marts.dim_benchmarks using (benchmark_id)
    where audited_pct is not null
    group by all
    order by benchmark_name
),

-- Tuned models against their bases on whole benchmarks.
items_tuning as (
    select
        tuning.*,
        benchmark_name
    from statistics.stat_item_tuning as tuning
    inner join marts.dim_benchmarks using (benchmark_id)
    where aspect = 'benchmark' and tuning.status = 'ok'
    order by net desc, benchmark_name asc
),

-- What of a score is the noise of one run.
items_noise as (
    select
        noise.*,
        benchmark_name
    from statistics.stat_item_noise as noise
    inner join marts.dim_benchmarks using (benchmark_id)
    where noise.status = 'ok'
    order by two_runs_pct desc, benchmark_name asc, model_name asc
),

-- How far the scores are from those of boards.
items_boards as (
    select
        benchmark_name,
        count(*) as n_models,
        count_if(is_same_run)::bigint as n_same_run,
        median(difference_pct) as difference_pct,
        mode(explanation order by explanation) as explanation
    from statistics.stat_item_board_agreement as agreement
    inner join marts.dim_benchmarks using (benchmark_id)
    where agreement.status = 'ok'
    group by benchmark_name
    order by benchmark_name
)

select
    array(select items_benchmarks from items_benchmarks) as items_benchmarks,
    array(
        select struct_insert(items_ranks, benchmark_name := benchmark_name)
        from items_ranks inner join marts.dim_benchmarks using (benchmark_id)
        order by share_decided, benchmark_name
    ) as items_ranks,
    array(select items_suspects from items_suspects) as items_suspects,
    array(select items_subjects from items_subjects) as items_subjects,
    array(select items_clean from items_clean) as items_clean,
    array(select items_tuning from items_tuning) as items_tuning,
    array(select items_boards from items_boards) as items_boards,
    array(select items_noise from items_noise) as items_noise;
