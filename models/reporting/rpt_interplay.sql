with curves as (

    select * from {{ ref('rpt_interplay_curves') }}
    where gamm in ('interplay', 'interplay_clustered')

),

effects as (

    select distinct
        * exclude (is_scaled, grid_point, predictor_value, relative_score, relative_score_low, relative_score_high, direction)
    from curves
    where not is_clustered

),

-- a fit uses the evaluations that have all of its values, and only those say where a predictor lies;
-- fits on the same values, whichever of them is explained, share them
fits as (

    select
        cohort_id,
        benchmark_id,
        list_sort(list_append(list(distinct predictor), benchmark_id)) as variables
    from effects
    group by cohort_id, benchmark_id

),

needed as (

    select
        cohort_id,
        variables,
        unnest(variables) as variable
    from fits
    group by cohort_id, variables

),

measured as (

    select
        cohort_id,
        evaluation_id,
        benchmark_id as variable,
        log_score as log_value
    from {{ ref('int_gamm_scores') }}
    union all
    select
        cohort_id,
        evaluation_id,
        'parameters_b' as variable,
        log_parameters_b as log_value
    from {{ ref('int_gamm_members') }}
    where log_parameters_b is not null

),

complete as (

    select
        needed.cohort_id,
        needed.variables,
        needed.variable,
        measured.log_value
    from needed
    inner join measured using (cohort_id, variable)
    qualify
        length(needed.variables)
        = count(*) over (partition by needed.cohort_id, needed.variables, measured.evaluation_id)

),

quantiles as (

    select
        cohort_id,
        variables,
        variable,
        exp(quantile_cont(log_value, 0.1)) as predictor_p10,
        exp(quantile_cont(log_value, 0.9)) as predictor_p90
    from complete
    group by cohort_id, variables, variable

),

ranges as (

    select
        fits.cohort_id,
        fits.benchmark_id,
        quantiles.variable as predictor,
        quantiles.predictor_p10,
        quantiles.predictor_p90
    from fits
    inner join quantiles using (cohort_id, variables)

),

-- the curve over the grid points in that range
moves as (

    select
        curves.cohort_id,
        curves.engine,
        curves.is_clustered,
        curves.benchmark_id,
        curves.predictor,
        first(curves.relative_score order by curves.grid_point) as score_at_p10,
        last(curves.relative_score order by curves.grid_point) as score_at_p90,
        max(curves.relative_score) as highest,
        min(curves.relative_score) as lowest
    from curves
    inner join ranges using (cohort_id, benchmark_id, predictor)
    where curves.predictor_value between ranges.predictor_p10 and ranges.predictor_p90
    group by all

),

directions as (

    select
        cohort_id,
        engine,
        is_clustered,
        benchmark_id,
        predictor,
        case
            when bool_or(direction = 'rises') and bool_or(direction = 'falls') then 'rises and falls'
            when bool_or(direction = 'rises') then 'rises'
            when bool_or(direction = 'falls') then 'falls'
            when bool_or(direction is not null) then 'neither'
        end as direction
    from curves
    group by all

)

select
    effects.* exclude (gamm, is_clustered),
    ranges.predictor_p10,
    ranges.predictor_p90,
    100 * (moves.score_at_p90 / moves.score_at_p10 - 1) as change_pct,
    100 * (moves.highest / moves.lowest - 1) as swing_pct,
    directions.direction,
    concurvity.observed as concurvity,
    concurvity.worst as concurvity_worst,
    100 * (moves_clustered.score_at_p90 / moves_clustered.score_at_p10 - 1) as change_pct_clustered,
    directions_clustered.direction as direction_clustered
from effects
inner join ranges using (cohort_id, benchmark_id, predictor)
left join moves using (cohort_id, engine, benchmark_id, predictor, is_clustered)
left join (from moves where is_clustered) as moves_clustered using (cohort_id, engine, benchmark_id, predictor)
inner join directions using (cohort_id, engine, benchmark_id, predictor, is_clustered)
left join (from directions where is_clustered) as directions_clustered using (cohort_id, engine, benchmark_id, predictor)
left join {{ ref('stat_gamm_concurvity') }} as concurvity
    on
    effects.cohort_id = concurvity.cohort_id
    and effects.gamm = concurvity.gamm
    and effects.benchmark_id = concurvity.benchmark_id
    and effects.engine = concurvity.engine
    and 's(log_' || effects.predictor || ')' = concurvity.term
