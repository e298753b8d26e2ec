-- The curves of size, each point beside its fit, its term and its slope, as a reader wants them.
with curves as (

    select
        *,
        row_number() over (partition by cohort_id, gamm, benchmark_id, term order by x) as grid_point
    from {{ ref('stat_gamm_curves') }}
    where gamm not like 'interplay%' and starts_with(term, 's(log_parameters_b)')

),

points as (

    select
        curves.cohort_id,
        cohorts.cohort_name,
        cohorts.cohort_role,
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
    inner join {{ ref('stat_gamm_fits') }} as fits using (cohort_id, gamm, benchmark_id)
    inner join {{ ref('stat_gamm_terms') }} as terms using (cohort_id, gamm, benchmark_id, term)
    left join {{ ref('stat_gamm_derivatives') }} as slopes using (cohort_id, gamm, benchmark_id, term, x)

),

-- a curve of one training type rests on the evaluations of that type alone
rows_of_type as (

    select
        members.cohort_id,
        members.training_type,
        scores.benchmark_id,
        count(*) as n_obs
    from {{ ref('int_gamm_members') }} as members
    inner join {{ ref('int_gamm_scores') }} as scores using (cohort_id, evaluation_id)
    where members.log_parameters_b is not null
    group by members.cohort_id, members.training_type, scores.benchmark_id

),

sizes_of_type as (

    select
        cohort_id,
        training_type,
        exp(min(log_parameters_b)) as smallest_b,
        exp(max(log_parameters_b)) as largest_b
    from {{ ref('int_gamm_members') }}
    where log_parameters_b is not null
    group by cohort_id, training_type

)

select
    points.* exclude (term, x, slope, slope_low, slope_high)
    replace (coalesce(rows_of_type.n_obs, points.n_obs) as n_obs),
    coalesce(rows_of_type.training_type, 'all') as training_type,
    coalesce(
        points.parameters_b between sizes_of_type.smallest_b * 0.999 and sizes_of_type.largest_b * 1.001, true
    ) as is_within_sizes,
    -- the slope is that of log score over log size; a doubling is ln 2 further
    100 * (2 ** points.slope - 1) as growth_pct,
    100 * (2 ** points.slope_low - 1) as growth_pct_low,
    100 * (2 ** points.slope_high - 1) as growth_pct_high
from points
left join rows_of_type
    on
    points.cohort_id = rows_of_type.cohort_id
    and points.benchmark_id = rows_of_type.benchmark_id
    and points.term = 's(log_parameters_b):training_type=' || rows_of_type.training_type
left join sizes_of_type
    on
    rows_of_type.cohort_id = sizes_of_type.cohort_id
    and rows_of_type.training_type = sizes_of_type.training_type
