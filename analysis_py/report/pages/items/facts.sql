-- What the words of the page cite.
with
-- How well the items of a benchmark tell evaluations apart; its suspect items; and what its best score is
-- worth.
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
    select * from reporting.rpt_item_subjects
    order by benchmark_name asc, realised desc, subject asc
),

ranks as (
    select * from reporting.rpt_item_benchmarks
    where n_ranked >= 10
    order by share_decided asc, benchmark_name asc
),

-- What an audit changes of the best and of the last score.
audited as (
    select * from reporting.rpt_item_benchmarks
    where n_audited > 0
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
boards as (
    select * from reporting.rpt_item_benchmarks
    where n_on_board > 0
    order by benchmark_name
),

-- What pairing is worth over all benchmarks.
pairing as (
    select * from statistics.stat_item_pairing
    where benchmark_id = 'all benchmarks' and pair_kind = 'all' and status = 'ok'
)

select
    array(select pairing from pairing) as pairing,
    array(select items_benchmarks from items_benchmarks) as items_benchmarks,
    array(select ranks from ranks) as ranks,
    array(select items_suspects from items_suspects) as items_suspects,
    array(select items_subjects from items_subjects) as items_subjects,
    array(select audited from audited) as audited,
    array(select items_tuning from items_tuning) as items_tuning,
    array(select boards from boards) as boards,
    array(select items_noise from items_noise) as items_noise;
