-- The score of every model by the day of its release, named where it is the best yet, with a smooth curve and
-- its band: the widest population of each snapshot.
with computed as (
    select
        benchmark_id,
        min(curves.cohort_id) as cohort_id
    from statistics.stat_field_curves as curves
    inner join marts.dim_cohorts as cohorts on curves.cohort_id = cohorts.cohort_id and cohorts.is_widest
    where predictor = 'years'
    group by benchmark_id
),

points as (
    select
        computed.cohort_id,
        computed.benchmark_id,
        'model' as kind,
        min(configurations.released_on) as released_on,
        avg(scores.score_pct order by scores.evaluation_id) as score_pct,
        null as ci_low,
        null as ci_high,
        coalesce(any_value(display_name), configurations.weights) as model,
        min(coalesce(configurations.organisation, 'not known')) as developer,
        case
            when bool_or(configurations.is_open_weights) then 'open weights'
            when not bool_or(configurations.is_open_weights) then 'closed'
            else 'not known'
        end as openness
    from computed
    inner join marts.bridge_cohort_evaluations as members on computed.cohort_id = members.cohort_id
    inner join marts.dim_configurations as configurations
        on members.evaluation_id = configurations.evaluation_id
    inner join marts.fct_scores as scores
        on configurations.evaluation_id = scores.evaluation_id
        and computed.benchmark_id = scores.benchmark_id
    left join reporting.rpt_display_names on configurations.weights = name
    where configurations.released_on is not null
    group by computed.cohort_id, computed.benchmark_id, configurations.weights
    union all by name
    select
        computed.cohort_id,
        computed.benchmark_id,
        'curve' as kind,
        date '2020-01-01' + round(x * 365.25)::integer as released_on,
        greatest(estimate, 0) as score_pct,
        greatest(ci_low, 0) as ci_low,
        least(ci_high, 100) as ci_high
    from statistics.stat_field_curves
    inner join computed using (cohort_id, benchmark_id)
    where predictor = 'years'
)

select
    points.cohort_id,
    benchmark_name,
    kind,
    strftime(points.released_on, '%Y-%m-%d') as released_on,
    score_pct,
    ci_low,
    ci_high,
    model,
    developer,
    openness,
    if(
        kind = 'model' and points.score_pct > coalesce(max(points.score_pct) over earlier, 0), model, null
    ) as named
from points
inner join marts.dim_benchmarks using (benchmark_id)
window
    earlier as (
        partition by benchmark_id, kind
        order by points.released_on asc, points.score_pct desc, points.model asc
        rows between unbounded preceding and 1 preceding
    )
order by
    count(*) over (partition by benchmark_id) desc,
    benchmark_name,
    kind asc,
    points.released_on asc,
    points.model asc;
