-- What the words of the page cite.
with
-- How many pairs of architectures can be tested at all, and what they show: each pair once, over the benchmarks.
architecture as (
    with pairs as (
        select
            cohort_name,
            group_a,
            group_b,
            bool_or(status = 'ok') as is_testable,
            bool_or(coalesce(is_significant, false)) as is_significant,
            median(minimum_detectable_difference) filter (where status = 'ok') as detectable
        from reporting.rpt_group_differences
        where cohort_role = 'headline' and factor = 'architecture_family' and is_default
        group by all
    )

    select
        cohort_name,
        count(*) as n_pairs,
        count(*) filter (where is_testable) as n_testable,
        count(*) filter (where is_significant) as n_significant,
        median(detectable) as detectable
    from pairs
    group by cohort_name
),

-- The best by the average of all benchmarks, and what its score is worth; the largest population.
best as (
    select
        winners.cohort_name,
        winners.model_name,
        winners.score_pct,
        winners.corrected_pct,
        winners.hybrid_low as ci_low,
        winners.hybrid_high as ci_high,
        winners.n_models
    from reporting.rpt_winners as winners
    inner join reporting.rpt_cohorts as cohorts using (cohort_id)
    where winners.benchmark_id = 'average' and winners.status = 'ok'
    order by cohorts.n_evaluations desc, winners.cohort_id asc
    limit 1
),

-- How the first paper's claims fare, by the one tally of them, and how many its own tables contradict.
claims as (
    select
        papers.n_claims,
        papers.n_supported,
        papers.n_contradicted,
        papers.n_inconclusive,
        n_supported + n_contradicted + n_inconclusive as n_tested,
        (
            select count(distinct claim_id) from reporting.rpt_verdicts
            where paper_order = 1 and cohort_role = 'paper' and basis = 'published' and verdict = 'contradicted'
        ) as n_against_tables
    from reporting.rpt_papers as papers
    where papers.paper_order = 1
),

-- The paper's best-known conclusions and what became of them.
conclusions as (
    select * from reporting.rpt_conclusions
    order by case verdict when 'fails' then 1 when 'open' then 2 else 3 end, conclusion_order
),

-- Do abilities emerge? The numbers that the front page cites, of each benchmark once: populations share models, the
-- scales of a score are one body of data, and snapshots share benchmarks.
emergence as (
    with benchmarks as (
        select
            benchmark_id,
            any_value(benchmark_name) as benchmark_name,
            bool_and(verdict = 'gradual') as is_gradual,
            bool_or(verdict = 'emergent') as is_emergent
        from reporting.rpt_emergence
        where verdict != 'not tested'
        group by benchmark_id
    )

    select
        count(*) as n_benchmarks,
        count(*) filter (where is_gradual) as n_gradual,
        count(*) filter (where is_emergent) as n_emergent,
        count(*) filter (where not is_gradual and not is_emergent) as n_else,
        coalesce(string_agg(benchmark_name, ' and ' order by benchmark_name) filter (where is_emergent), '') as emergent_on
    from benchmarks
    having count(*) > 0
),

-- Does size help? The numbers that the front page cites.
size as (
    with curves as (
        select
            *,
            ratio = max(ratio) over (partition by cohort_id) as is_steepest
        from statistics.stat_gamm_growth
        where status = 'ok' and ratio is not null
    ),

    boards as (
        select * from reporting.rpt_size_growth
    ),

    everywhere as (
        select list(boards order by cohort_role = 'headline' desc nulls last, cohort_name) as boards from boards
    ),

    growth as (
        select * from boards
        where cohort_role = 'headline'
    ),

    headline as (
        select
            max(n_smoothers) as n_smoothers,
            min(ratio) as ratio_min,
            max(ratio) filter (where not is_steepest) as ratio_next,
            max(ratio) as ratio_max,
            arg_max(benchmark_name, ratio) as steepest,
            arg_max(n_zeros, ratio) as n_zeros
        from curves
        where cohort_role = 'headline'
    ),

    -- the two ranges on either side of 7 B, with fine-tunes of one base clustered
    edge as (
        select distinct
            least(group_a, group_b) as one,
            greatest(group_a, group_b) as other
        from statistics.stat_selection
        where comparison = 'from_7b_minus_from_3b'
    ),

    steps as (
        select
            count(*) filter (where cohort_role = 'paper') as n_steps,
            count(*) filter (where cohort_role = 'paper' and is_significant) as n_differ,
            count(*) filter (where cohort_role = 'headline' and is_significant) as n_differ_whole
        from reporting.rpt_group_differences
        inner join edge on least(group_a, group_b) = edge.one and greatest(group_a, group_b) = edge.other
        where factor = 'parameter_range' and is_default
    ),

    -- the same pairs, once with independent rows and once clustered by base
    pairs as (
        select
            count(*) as n_pairs,
            count(*) filter (where is_significant_over_all) as n_naive,
            count(*) filter (where is_significant_clustered_over_all) as n_robust
        from reporting.rpt_pair_decisions
        where cohort_role = 'paper' and factor = 'parameter_range' and has_clustered_test
    )

    select * from growth, headline, everywhere, steps, pairs
),

-- What size and date go with today, in the source with the most evaluations that can say: counts of tests.
today as (
    select
        cohort_name,
        year,
        n_size,
        n_size_rising,
        n_date,
        n_date_rising,
        scales.points_name
    from reporting.rpt_field_sources
    left join statistics.stat_ability_scales as scales using (cohort_id)
    where n_size > 0 and n_date > 0
    order by rpt_field_sources.n_evaluations desc, cohort_id asc
    limit 1
),

-- How far instruction-tuned models lead pretrained ones, how much of it they gain over their own base, and how far the
-- average base's tuned models do; per board.
tuning as (
    with views as (
        select
            cohort_role,
            cohort_name,
            benchmark_name,
            benchmark_order,
            max(estimate) filter (where type_view = 'known_bases') as lead,
            coalesce(max(share_gained), 0) as share,
            max(share_high) as share_high,
            max(estimate) filter (where type_view = 'own_base') as own,
            coalesce(bool_or(is_significant) filter (where type_view = 'own_base'), false) as is_decided
        from reporting.rpt_type_effects
        where
            cohort_role in ('headline', 'latest_board')
            and group_a = 'instruction-tuned' and group_b = 'pretrained' and status = 'ok'
        group by all
        having lead is not null and own is not null
    )

    select
        cohort_role,
        cohort_name,
        count(*) as n_benchmarks,
        min(lead) as lead_min,
        max(lead) as lead_max,
        min(own) as own_min,
        max(own) as own_max,
        count(*) filter (where is_decided and own > 0) as n_gains,
        count(*) filter (where lead > 0 and share < 0.5) as n_lead_of_base,
        count(*) filter (where share_high < 0.5) as n_surely_of_base,
        coalesce(list(benchmark_name order by benchmark_order) filter (where share >= 0.5), []) as gained_on
    from views
    group by cohort_role, cohort_name
    order by cohort_role
),

-- How much there is.
warehouse as (
    select
        count(*) filter (where not is_import) as n_evaluations,
        count(distinct model_id) filter (where not is_import) as n_models,
        count(distinct source) filter (where not is_import) as n_boards,
        count(distinct source) filter (where is_import) as n_imports
    from marts.fct_evaluations
    inner join marts.dim_snapshots using (snapshot_id)
)

select
    array(select architecture from architecture) as architecture,
    array(select best from best) as best,
    array(select claims from claims) as claims,
    array(select conclusions from conclusions) as conclusions,
    array(select emergence from emergence) as emergence,
    array(select size from size) as size,
    array(select today from today) as today,
    array(select tuning from tuning) as tuning,
    array(select warehouse from warehouse) as warehouse;
