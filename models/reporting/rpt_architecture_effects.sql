with raw_means as (

    select
        members.cohort_id,
        scores.benchmark_id,
        members.architecture,
        any_value(members.architecture_family) as architecture_family,
        -- in one order, so that the sum is the same in every build
        avg(scores.log_score order by members.evaluation_id) as mean_log_score
    from {{ ref('int_gamm_members') }} as members
    inner join {{ ref('int_gamm_scores') }} as scores using (cohort_id, evaluation_id)
    where members.log_parameters_b is not null
    group by members.cohort_id, scores.benchmark_id, members.architecture

),

effects as (

    select
        random_effects.*,
        fits.intercept
    from {{ ref('stat_gamm_random_effects') }} as random_effects
    inner join {{ ref('stat_gamm_fits') }} as fits using (cohort_id, gamm, benchmark_id)
    where random_effects.gamm = 'size' and random_effects.term = 's(architecture)'

)

select
    effects.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    effects.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    effects.level as architecture,
    raw_means.architecture_family,
    effects.n_obs,
    sum(effects.n_obs) over (partition by effects.cohort_id, effects.benchmark_id)::bigint as n_fit,
    exp(raw_means.mean_log_score) as score_unadjusted,
    exp(effects.intercept + effects.estimate) as score_adjusted,
    exp(effects.intercept + effects.ci_low) as score_adjusted_low,
    exp(effects.intercept + effects.ci_high) as score_adjusted_high,
    exp(effects.estimate) as relative_score,
    exp(effects.ci_low) as relative_score_low,
    exp(effects.ci_high) as relative_score_high,
    effects.random_effect_std_dev
from effects
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
inner join raw_means
    on
    effects.cohort_id = raw_means.cohort_id
    and effects.benchmark_id = raw_means.benchmark_id
    and effects.level = raw_means.architecture
