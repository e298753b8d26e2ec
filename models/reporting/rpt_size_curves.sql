with curves as (

    select
        *,
        row_number() over (partition by cohort_id, gamm, benchmark_id, engine, term order by x) as grid_point
    from {{ ref('stat_gamm_curves') }}
    where gamm not like 'interplay%' and starts_with(term, 's(log_parameters_b)')

),

terms as (

    select * from {{ ref('stat_gamm_terms') }}

),

slopes as (

    select * from {{ ref('stat_gamm_derivatives') }}

),

fits as (

    select * from {{ ref('stat_gamm_fits') }}

),

-- a curve of one training type rests on the evaluations of that type alone
rows_of_type as (

    select
        members.cohort_id,
        members.training_type,
        scores.benchmark_id,
        count(*) as n_obs
    from {{ ref('int_gamm_members') }} as members
    inner join {{ ref('int_gamm_scores') }} as scores
        on members.cohort_id = scores.cohort_id
        and members.evaluation_id = scores.evaluation_id
    where members.log_parameters_b is not null
    group by members.cohort_id, members.training_type, scores.benchmark_id

),

cohorts as (

    select * from {{ ref('dim_cohorts') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

)

select
    curves.cohort_id,
    cohorts.cohort_name,
    curves.engine,
    curves.gamm,
    contains(curves.gamm, '_scaled') as is_scaled,
    ends_with(curves.gamm, '_clustered') as is_clustered,
    curves.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    coalesce(rows_of_type.training_type, 'all') as training_type,
    coalesce(rows_of_type.n_obs, fits.n_obs) as n_obs,
    terms.edf,
    terms.p_value,
    terms.log10_p_value,
    curves.grid_point,
    curves.parameters_b,
    exp(curves.estimate) as relative_score,
    exp(curves.ci_low) as relative_score_low,
    exp(curves.ci_high) as relative_score_high,
    -- the slope is that of log score over log size; a doubling is ln 2 further
    100 * (2 ** slopes.estimate - 1) as growth_pct,
    100 * (2 ** slopes.simultaneous_low - 1) as growth_pct_low,
    100 * (2 ** slopes.simultaneous_high - 1) as growth_pct_high,
    case
        when slopes.simultaneous_low > 0 then 'rises'
        when slopes.simultaneous_high < 0 then 'falls'
        when slopes.estimate is not null then 'neither'
    end as direction
from curves
inner join cohorts on curves.cohort_id = cohorts.cohort_id
inner join benchmarks on curves.benchmark_id = benchmarks.benchmark_id
inner join fits
    on
    curves.cohort_id = fits.cohort_id
    and curves.gamm = fits.gamm
    and curves.benchmark_id = fits.benchmark_id
    and curves.engine = fits.engine
inner join terms
    on
    curves.cohort_id = terms.cohort_id
    and curves.gamm = terms.gamm
    and curves.benchmark_id = terms.benchmark_id
    and curves.engine = terms.engine
    and curves.term = terms.term
left join slopes
    on
    curves.cohort_id = slopes.cohort_id
    and curves.gamm = slopes.gamm
    and curves.benchmark_id = slopes.benchmark_id
    and curves.engine = slopes.engine
    and curves.term = slopes.term
    and curves.x = slopes.x
left join rows_of_type
    on
    curves.cohort_id = rows_of_type.cohort_id
    and curves.benchmark_id = rows_of_type.benchmark_id
    and curves.term = 's(log_parameters_b):training_type=' || rows_of_type.training_type
