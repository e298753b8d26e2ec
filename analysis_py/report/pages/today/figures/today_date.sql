-- The score of every model by the day of its release, with a smooth curve and its band.
with populations as (

    -- the widest population of each snapshot
    select cohort_id
    from marts.dim_cohorts
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

),

computed as (

    select
        cohort_id,
        benchmark_id,
        count(*) as n_points
    from statistics.stat_field_curves
    semi join populations using (cohort_id)
    where predictor = 'years'
    group by all

),

points as (

    select
        computed.benchmark_id,
        configurations.weights,
        any_value(configurations.released_on) as released_on,
        any_value(coalesce(configurations.organisation, 'not known')) as developer,
        case
            when bool_or(configurations.is_open_weights) then 'open weights'
            when not bool_or(configurations.is_open_weights) then 'closed'
            else 'not known'
        end as openness,
        avg(scores.score_pct order by scores.evaluation_id) as score_pct
    from computed
    inner join marts.bridge_cohort_evaluations as members on computed.cohort_id = members.cohort_id
    inner join marts.dim_configurations as configurations on members.evaluation_id = configurations.evaluation_id
    inner join marts.fct_scores as scores
        on configurations.evaluation_id = scores.evaluation_id
        and computed.benchmark_id = scores.benchmark_id
    where configurations.released_on is not null
    group by computed.benchmark_id, configurations.weights

),

curves as (

    select
        curves.benchmark_id,
        'curve' as kind,
        date '2020-01-01' + round(curves.x * 365.25)::integer as released_on,
        greatest(curves.estimate, 0) as score_pct,
        greatest(curves.ci_low, 0) as ci_low,
        least(curves.ci_high, 100) as ci_high
    from statistics.stat_field_curves as curves
    semi join computed on curves.cohort_id = computed.cohort_id and curves.benchmark_id = computed.benchmark_id
    where curves.predictor = 'years'

),

both_kinds as (

    select
        *,
        'model' as kind
    from points
    union all by name
    select * from curves

)

select
    benchmarks.benchmark_name,
    both_kinds.kind,
    strftime(both_kinds.released_on, '%Y-%m-%d') as released_on,
    both_kinds.score_pct,
    both_kinds.ci_low,
    both_kinds.ci_high,
    both_kinds.weights as model,
    both_kinds.developer,
    both_kinds.openness
from both_kinds
inner join marts.dim_benchmarks as benchmarks on both_kinds.benchmark_id = benchmarks.benchmark_id
order by
    count(*) over (partition by both_kinds.benchmark_id) desc,
    benchmarks.benchmark_name,
    both_kinds.kind asc,
    both_kinds.released_on asc,
    both_kinds.weights asc;
