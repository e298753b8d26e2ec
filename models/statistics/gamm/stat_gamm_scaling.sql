-- The scaled models multiply every score by a constant per architecture family. The random intercept
-- of the architecture absorbs a constant, so the size curves should barely move: this is how far.
with curves as (

    select * from {{ ref('stat_gamm_curves') }}
    where term like 's(log_parameters_b)%'

),

scaled as (

    select * replace (replace(gamm, '_scaled', '') as gamm) from curves
    where contains(gamm, '_scaled')

),

paired as (

    select
        plain.*,
        scaled.estimate as estimate_scaled
    from curves as plain
    inner join scaled using (cohort_id, gamm, benchmark_id, term, x)

),

compared as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        term,
        max(estimate) - min(estimate) as curve_range,
        max(abs(estimate_scaled - estimate)) as max_difference,
        max(abs(estimate_scaled - estimate)) / (max(estimate) - min(estimate)) as max_difference_share,
        corr(estimate, estimate_scaled order by x) as correlation
    from paired
    group by cohort_id, gamm, benchmark_id, term

)

select
    compared.*,
    agreement.ci_low,
    agreement.ci_high,
    agreement.type1_error,
    agreement.n_obs,
    agreement.n_families,
    agreement.n_simulations
from compared
left join {{ ref('fit_curve_agreement') }} as agreement
    on compared.cohort_id = agreement.cohort_id
    and compared.gamm = agreement.gamm
    and compared.benchmark_id = agreement.benchmark_id
    and compared.term = agreement.term
