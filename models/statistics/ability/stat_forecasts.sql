-- Forecasts of best scores. One from the day of a snapshot is sealed: it depends on that snapshot alone, and
-- is judged when a later snapshot of the same source holds models released by its due day.
{% call add_names() %}
with forecasts as (

    select
        forecasts.* exclude (origin_day, due_day),
        date '1970-01-01' + forecasts.origin_day::integer as origin,
        date '1970-01-01' + forecasts.due_day::integer as due_on,
        days.source
    from {{ ref('fit_ability_forecasts') }} as forecasts
    inner join {{ ref('int_ability_days') }} as days on forecasts.cohort_id = days.cohort_id

),

later as (

    select
        days.source,
        days.taken_on,
        cells.benchmark_id,
        models.released_on,
        100 * cells.share as score_pct
    from {{ ref('int_ability_cells') }} as cells
    inner join {{ ref('int_ability_days') }} as days on cells.cohort_id = days.cohort_id
    inner join {{ ref('int_ability_models') }} as models
        on cells.cohort_id = models.cohort_id and cells.weights = models.weights

),

came as (

    select
        forecasts.cohort_id,
        forecasts.benchmark_id,
        forecasts.due_on,
        greatest(max(later.score_pct), any_value(forecasts.last_best_pct)) as outcome_pct
    from forecasts
    inner join later using (source, benchmark_id)
    where
        forecasts.status = 'sealed'
        and later.taken_on >= forecasts.due_on
        and later.released_on <= forecasts.due_on
    group by forecasts.cohort_id, forecasts.benchmark_id, forecasts.due_on

)

select
    forecasts.* exclude (outcome_pct, is_covered, status, source),
    coalesce(forecasts.outcome_pct, came.outcome_pct) as outcome_pct,
    coalesce(
        forecasts.is_covered, came.outcome_pct between forecasts.q05_pct - 0.5 and forecasts.q95_pct + 0.5
    ) as is_covered,
    case
        when forecasts.status = 'sealed' and came.outcome_pct is not null then 'judged by a later snapshot'
        when forecasts.status = 'judged' then 'judged in the same snapshot'
        else forecasts.status
    end as status
from forecasts
left join came using (cohort_id, benchmark_id, due_on)
{% endcall %}
