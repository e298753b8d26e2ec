-- What shows a term of a GAMM, by basis: its p-value, or by how many half-widths the band of its slope is
-- away from zero, at most. Soundly, a smooth matters where the simultaneous bands of its slope by all
-- smoothers leave zero at one point, in the model with a random effect of the base family, and a random
-- effect by its largest p-value beside that of base family.
with printed as (

    select
        basis,
        cohort_id,
        gamm,
        benchmark_id,
        term,
        edf,
        statistic as term_statistic,
        p_value,
        {{ is_significant('p_value') }} as is_shown,
        true as is_printed
    from {{ ref('int_claim_printed_terms') }}

),

by_p_value as (

    select
        'same_method' as basis,
        cohort_id,
        gamm,
        benchmark_id,
        term,
        edf,
        statistic as term_statistic,
        p_value,
        {{ is_significant('p_value') }} as is_shown
    from {{ ref('stat_gamm_terms') }}
    where p_value is not null

),

by_bands as (

    select
        basis,
        cohort_id,
        gamm,
        benchmark_id,
        term,
        bool_or(low > 0 or high < 0) as is_shown,
        bool_or(is_shown_by_one) and not is_shown as is_smoother_dependent,
        max(2 * greatest(low, -high) / (high - low))
        filter (where isfinite(low) and isfinite(high) and high > low) as clearance,
        max(type1_error) as type1_error
    from {{ ref('int_claim_slopes_bounded') }}
    where basis = 'sound_method'
    group by basis, cohort_id, gamm, benchmark_id, term

),

-- a random effect by the smoother that shows it least; an effect that errs too often is not shown
random_effects as (

    select
        'sound_method' as basis,
        smoothers.cohort_id,
        smoothers.gamm,
        smoothers.benchmark_id,
        smoothers.term,
        max(smoothers.p_value) as p_value,
        any_value(errors.type1_error) as type1_error,
        coalesce(any_value(errors.is_testable), false) as can_decide
    from {{ ref('stat_gamm_smoothers') }} as smoothers
    left join {{ ref('stat_gamm_type1_errors') }} as errors using (cohort_id, gamm, benchmark_id, term)
    where smoothers.n_rises is null
    group by smoothers.cohort_id, smoothers.gamm, smoothers.benchmark_id, smoothers.term

)

select * from printed
union all by name
select * from by_p_value
union all by name
select * from by_bands
union all by name
select * from random_effects
