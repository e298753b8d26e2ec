-- The least price of each level of ability, by the day on which a model lowered it, until the last day.
with paths as (
    select * from statistics.stat_price_paths
    where points % 10 = 0
),

last_days as (
    select
        cohort_id,
        max(last_day) as last_day
    from statistics.stat_prices
    group by cohort_id
),

steps as (
    select * from paths
    union all by name
    select paths.* replace (last_days.last_day as changed_on)
    from paths
    inner join last_days using (cohort_id)
    qualify row_number() over (partition by cohort_id, points order by paths.usd, paths.changed_on) = 1
)

select
    steps.cohort_id,
    steps.cohort_name,
    steps.points,
    format('{:.0f} points', steps.points) as level,
    strftime(steps.changed_on, '%Y-%m-%d') as changed_on,
    steps.usd,
    coalesce(display_name, steps.weights) as model,
    steps.developer,
    falls.factor,
    falls.factor_low,
    falls.factor_high
from steps
inner join statistics.stat_price_declines as falls
    on steps.cohort_id = falls.cohort_id and falls.window_name = 'all' and falls.view = 'main'
left join reporting.rpt_display_names on steps.weights = name
where falls.status = 'ok'
order by falls.n_models desc, steps.cohort_name asc, steps.points asc, steps.changed_on asc, steps.usd desc;
