-- The score of every model by the day of its release, with the curve and its band, on the widest population
-- of each snapshot.
with computed as (

    select distinct
        cohort_id,
        benchmark_id
    from {{ ref('stat_field_curves') }}
    semi join (select cohort_id from {{ ref('rpt_cohorts') }} where is_widest) as widest using (cohort_id)
    where predictor = 'years'

),

models as (

    select
        computed.benchmark_id,
        'model' as kind,
        min(configurations.released_on) as released_on,
        avg(scores.score_pct order by scores.evaluation_id) as score_pct,
        null::double as ci_low,
        null::double as ci_high,
        configurations.weights as model,
        min(coalesce(configurations.organisation, 'not known')) as developer,
        case
            when bool_or(configurations.is_open_weights) then 'open weights'
            when not bool_or(configurations.is_open_weights) then 'closed'
            else 'not known'
        end as openness
    from computed
    inner join {{ ref('bridge_cohort_evaluations') }} as members on computed.cohort_id = members.cohort_id
    inner join {{ ref('dim_configurations') }} as configurations on members.evaluation_id = configurations.evaluation_id
    inner join {{ ref('fct_scores') }} as scores
        on configurations.evaluation_id = scores.evaluation_id
        and computed.benchmark_id = scores.benchmark_id
    where configurations.released_on is not null
    group by computed.benchmark_id, configurations.weights

),

curves as (

    select
        benchmark_id,
        'curve' as kind,
        date '2020-01-01' + round(x * 365.25)::integer as released_on,
        greatest(estimate, 0) as score_pct,
        greatest(ci_low, 0) as ci_low,
        least(ci_high, 100) as ci_high,
        '' as model,
        null as developer,
        null as openness
    from {{ ref('stat_field_curves') }}
    semi join computed using (cohort_id, benchmark_id)
    where predictor = 'years'

),

points as (

    select * from models
    union all by name
    select * from curves

)

{{ name_rows('points', cohorts=false) }}
