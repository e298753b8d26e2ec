-- The curves of the GAMMs, each point beside its fit, its term and its slope, as a reader wants them.
with curves as (

    select
        *,
        row_number() over (partition by cohort_id, gamm, benchmark_id, engine, term order by x) as grid_point
    from {{ ref('stat_gamm_curves') }}

)

select
    curves.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    curves.engine,
    curves.gamm,
    contains(curves.gamm, '_scaled') as is_scaled,
    ends_with(curves.gamm, '_clustered') as is_clustered,
    curves.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    curves.term,
    fits.n_obs,
    terms.edf,
    terms.p_value,
    terms.log10_p_value,
    terms.is_significant,
    curves.grid_point,
    curves.x,
    curves.parameters_b,
    exp(curves.estimate) as relative_score,
    exp(curves.ci_low) as relative_score_low,
    exp(curves.ci_high) as relative_score_high,
    slopes.estimate as slope,
    slopes.simultaneous_low as slope_low,
    slopes.simultaneous_high as slope_high,
    case
        when slopes.simultaneous_low > 0 then 'rises'
        when slopes.simultaneous_high < 0 then 'falls'
        when slopes.estimate is not null then 'neither'
    end as direction,
    -- by every smoother of the set; null where there is one alone
    case
        when slopes.agreed_low > 0 then 'rises'
        when slopes.agreed_high < 0 then 'falls'
        when slopes.n_smoothers is not null then 'neither'
    end as direction_agreed
from curves
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
inner join {{ ref('stat_gamm_fits') }} as fits using (cohort_id, gamm, benchmark_id, engine)
inner join {{ ref('stat_gamm_terms') }} as terms using (cohort_id, gamm, benchmark_id, engine, term)
left join {{ ref('stat_gamm_derivatives') }} as slopes using (cohort_id, gamm, benchmark_id, engine, term, x)
