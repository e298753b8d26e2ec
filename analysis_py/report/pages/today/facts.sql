-- What the words of the page cite.
with
-- What the papers' claims come to on each population of which only the statistics of today are computed. A claim on
-- several benchmarks of a population is counted once on each.
today_claims as (
    select
        cohort_name,
        count(distinct claim_id) as n_claims,
        count(distinct claim_id) filter (where verdict = 'not_applicable') as n_not_applicable,
        count(distinct claim_id) filter (where verdict = 'not_testable') as n_not_testable,
        count(*) filter (where verdict = 'supported') as n_supported,
        count(*) filter (where verdict = 'contradicted') as n_contradicted,
        count(*) filter (where verdict = 'inconclusive') as n_inconclusive
    from claims.claim_verdicts_today
    inner join claims.dim_claims using (claim_id)
    inner join reporting.rpt_cohorts as cohorts using (cohort_id)
    where is_widest and claim_source != 'own'
    group by cohort_name, cohorts.n_evaluations
    order by cohorts.n_evaluations desc, cohort_name asc
),

-- What reasoning adds within the same weights, over the benchmarks that show it.
today_modes as (
    select
        sum(n_modes)::bigint as n_benchmarks,
        min(reasoning_min) as lowest,
        max(reasoning_max) as highest,
        min(reasoning_share_min) as share_lowest,
        min(n_makers_min) as n_makers_min,
        max(n_makers_max) as n_makers_max
    from reporting.rpt_field_sources
    where is_widest
    having n_benchmarks > 0
),

-- The leader on each scale with dated models, the models that cannot be distinguished from it, and saturation.
today_scales as (
    with leaders as (

        select
            abilities.cohort_id,
            abilities.cohort_name,
            abilities.weights as leader,
            abilities.points,
            abilities.points_low,
            abilities.points_high,
            scales.points_name,
            -- as the figure has them
            (
                select count(*) from statistics.stat_abilities as others
                where others.cohort_id = abilities.cohort_id and others.status = 'ok' and others.released_on is not null
            ) as n_models
        from statistics.stat_abilities as abilities
        inner join statistics.stat_ability_scales as scales on abilities.cohort_id = scales.cohort_id
        where abilities.ability_rank = 1

    ),

    compared as (

        select
            pairs.cohort_id,
            count(*) as n_compared,
            count(*) filter (where not pairs.is_distinguished) as n_not_distinguished
        from statistics.stat_ability_pairs as pairs
        inner join leaders on pairs.cohort_id = leaders.cohort_id and pairs.weights_a = leaders.leader
        group by pairs.cohort_id

    ),

    benchmarks as (

        select
            cohort_id,
            count(*) as n_benchmarks,
            count(*) filter (where is_saturated) as n_saturated
        from statistics.stat_ability_benchmarks
        group by cohort_id

    )

    select
        leaders.*,
        compared.n_compared,
        compared.n_not_distinguished,
        benchmarks.n_benchmarks,
        benchmarks.n_saturated
    from leaders
    inner join compared on leaders.cohort_id = compared.cohort_id
    inner join benchmarks on leaders.cohort_id = benchmarks.cohort_id
    where leaders.n_models > 0
    order by leaders.n_models desc, leaders.cohort_name asc
),

-- What each population of configurations holds. A slope is told where most benchmarks have a significant one.
today_sources as (
    select
        *,
        2 * n_size_rising > n_size as is_size_rising,
        2 * n_date_rising > n_date as is_date_rising
    from reporting.rpt_field_sources
    where is_widest
    order by n_evaluations desc, cohort_name asc
)

select
    array(select today_claims from today_claims) as today_claims,
    array(select today_modes from today_modes) as today_modes,
    array(select today_scales from today_scales) as today_scales,
    array(select today_sources from today_sources) as today_sources;
