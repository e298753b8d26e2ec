with points as (

    select * from {{ ref('int_curve_points_joined') }}
    where gamm not like 'interplay%' and starts_with(term, 's(log_parameters_b)')

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
    from {{ ref('stat_gamm_frames') }}
    where log_parameters_b is not null
    group by cohort_id, training_type

)

select
    points.* exclude (term, x, slope, slope_low, slope_high) replace (coalesce(rows_of_type.n_obs, points.n_obs) as n_obs),
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
