-- The numbers of the front page, each from the one table that has it.
with warehouse as (

    select
        count(*) filter (where not snapshots.is_import) as n_evaluations,
        count(distinct evaluations.model_id) filter (where not snapshots.is_import) as n_models,
        count(distinct snapshots.source) filter (where not snapshots.is_import) as n_boards,
        count(distinct snapshots.source) filter (where snapshots.is_import) as n_imports
    from {{ ref('fct_evaluations') }} as evaluations
    inner join {{ ref('dim_snapshots') }} as snapshots using (snapshot_id)

),

-- the best by the average of all benchmarks in the largest population of a leaderboard, and what its score
-- is worth
best as (

    select
        winners.model_name as best_model_name,
        winners.cohort_name as best_cohort_name,
        winners.n_models as n_best_models,
        winners.score_pct as best_score_pct,
        winners.corrected_pct as best_corrected_pct,
        winners.hybrid_low as best_ci_low,
        winners.hybrid_high as best_ci_high
    from {{ ref('stat_winners') }} as winners
    inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
    inner join {{ ref('dim_snapshots') }} as snapshots using (snapshot_id)
    where winners.benchmark_id = 'average' and winners.status = 'ok' and not snapshots.is_import
    order by cohorts.n_evaluations desc, winners.cohort_id asc
    limit 1

),

-- pairs of architectures, each once over the benchmarks
architecture_pairs as (

    select
        group_a,
        group_b,
        bool_or(status = 'ok') as is_testable,
        bool_or(coalesce(is_significant, false)) as is_significant,
        median(minimum_detectable_difference) filter (where status = 'ok') as detectable
    from {{ ref('rpt_group_differences') }}
    where cohort_role = 'headline' and factor = 'architecture_family' and is_default
    group by all

),

architecture as (

    select
        count(*) as n_architecture_pairs,
        count(*) filter (where is_testable) as n_architecture_testable,
        count(*) filter (where is_significant) as n_architecture_significant,
        median(detectable) as architecture_detectable
    from architecture_pairs

),

-- each benchmark once: populations share models, scales of a score are one body of data, snapshots share
-- benchmarks
emergence_benchmarks as (

    select
        benchmark_name,
        bool_and(verdict = 'gradual') as is_gradual,
        bool_or(verdict = 'emergent') as is_emergent
    from {{ ref('stat_emergence') }}
    where verdict is not null
    group by benchmark_id, benchmark_name

),

emergence as (

    select
        count(*) as n_emergence_benchmarks,
        count(*) filter (where is_gradual) as n_gradual,
        count(*) filter (where is_emergent) as n_emergent,
        count(*) filter (where not is_gradual and not is_emergent) as n_emergence_else,
        string_agg(benchmark_name, ' and ' order by benchmark_name) filter (where is_emergent) as emergent_on
    from emergence_benchmarks

),

curves as (

    select
        *,
        ratio = max(ratio) over () as is_steepest
    from {{ ref('stat_gamm_growth') }}
    where cohort_role = 'headline' and status = 'ok' and ratio is not null

),

steepest as (

    select
        max(n_smoothers) as n_smoothers,
        min(ratio) as ratio_low,
        max(ratio) filter (where not is_steepest) as ratio_next,
        max(ratio) as ratio_high,
        arg_max(benchmark_name, ratio) as steepest_benchmark,
        arg_max(n_zeros, ratio) as n_steepest_zeros
    from curves

),

-- what size and date go with today, in the source with the most evaluations that can say: counts of tests
today as (

    select
        sources.cohort_name as today_cohort_name,
        sources.year as today_year,
        sources.n_size as n_today_size,
        sources.n_size_rising as n_today_size_rising,
        sources.n_date as n_today_date,
        sources.n_date_rising as n_today_date_rising,
        scales.points_name as today_points_name
    from {{ ref('rpt_field_sources') }} as sources
    left join {{ ref('stat_ability_scales') }} as scales using (cohort_id)
    where sources.n_size > 0 and sources.n_date > 0
    order by sources.n_evaluations desc, sources.cohort_id asc
    limit 1

),

-- claims of the first paper that its own tables contradict
against_tables as (

    select count(distinct claim_id) as n_against_tables
    from {{ ref('rpt_claims') }}
    where is_first_paper and cohort_role = 'paper' and published = 'contradicted'

)

select
    warehouse.*,
    best.*,
    against_tables.*,
    architecture.*,
    emergence.*,
    steepest.*,
    today.*
from warehouse
cross join architecture
cross join emergence
cross join steepest
cross join against_tables
left join best on true
left join today on true
