-- What the words of the page cite.
with
-- Silhouettes, purities and shares of variance of each label on the paper's rows, beside its analysis of variance.
anovas as (
    select
        tests.factor,
        count(*) as n_anovas,
        count(*) filter (where tests.is_significant) as n_anovas_significant
    from statistics.stat_multiplicity as tests
    inner join marts.dim_cohorts as cohorts using (cohort_id)
    where cohorts.cohort_role = 'paper' and tests.method = 'classic' and tests.status = 'ok'
    group by tests.factor
),

clusters as (
    select
        factor,
        max(n_obs) as n_obs,
        max(estimate) filter (where index_name = 'silhouette') as silhouette,
        max(estimate) filter (where index_name = 'knn_purity') as knn_purity,
        max(null_mean) filter (where index_name = 'knn_purity') as knn_purity_by_chance,
        max(estimate) filter (where index_name = 'permanova_r_squared') as r_squared,
        any_value(n_anovas) as n_anovas,
        any_value(n_anovas_significant) as n_anovas_significant
    from statistics.stat_cluster_validity
    inner join anovas using (factor)
    where cohort_role = 'paper' and status = 'ok' and factor != 'architecture_family_5'
    group by factor
    order by list_position(['parameter_range', 'architecture_family', 'training_type'], factor)
),

-- The mean correlation of TruthfulQA with the others; a small negative mean is printed as zero, not as minus zero.
correlation_apart as (
    select
        cohort_role,
        round(avg(estimate), 2) + 0 as mean_correlation
    from reporting.rpt_correlations
    where
        estimate is not null and method = 'pearson' and benchmark_id = 'truthfulqa'
        and cohort_role in ('paper', 'headline')
    group by cohort_role
),

-- Why the correlation of TruthfulQA with the others depends on who is counted, in January 2024.
benchmarks as (
    select count(distinct benchmark_id) as n_benchmarks
    from reporting.rpt_scores
    where cohort_role = 'headline'
),

scores as (
    select
        evaluation_id,
        evaluation_id in (select evaluation_id from reporting.rpt_evaluations where cohort_role = 'paper') as is_paper,
        max(score_pct) filter (where benchmark_id = 'truthfulqa') as truthfulqa_pct,
        avg(score_pct) filter (where benchmark_id != 'truthfulqa') as others_pct
    from reporting.rpt_scores
    where cohort_role = 'headline'
    group by all
    -- evaluations with every score
    having count(*) = (select n_benchmarks from benchmarks)
),

cells as (
    select
        2.5 * floor(others_pct / 2.5) + 1.25 as others_mid,
        avg(truthfulqa_pct) as truthfulqa_mean
    from scores
    group by others_mid
    having count(*) >= 30
),

-- the bottom of the bend: where the mean of TruthfulQA over cells of 2.5 points is lowest
bottom as (
    select arg_min(others_mid, truthfulqa_mean) as bottom_pct
    from cells
),

correlation_bend as (
    select
        count(*) as n_all,
        corr(truthfulqa_pct, others_pct) as r_all,
        count(*) filter (where is_paper) as n_paper,
        corr(truthfulqa_pct, others_pct) filter (where is_paper) as r_paper,
        avg(others_pct) filter (where is_paper) as others_paper_pct,
        avg(others_pct) filter (where not is_paper) as others_rest_pct,
        any_value(bottom_pct) as bottom_pct,
        count(*) filter (where others_pct <= bottom_pct) as n_below,
        corr(truthfulqa_pct, others_pct) filter (where others_pct <= bottom_pct) as r_below,
        count(*) filter (where others_pct > bottom_pct) as n_above,
        corr(truthfulqa_pct, others_pct) filter (where others_pct > bottom_pct) as r_above
    from scores, bottom
    -- nothing to say where a part of the bend is too small for a correlation
    having count(*) > 2 and r_all + r_paper + r_below + r_above is not null
)

select
    array(select clusters from clusters) as clusters,
    array(select correlation_apart from correlation_apart) as correlation_apart,
    array(select correlation_bend from correlation_bend) as correlation_bend;
