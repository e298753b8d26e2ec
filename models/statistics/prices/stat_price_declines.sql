-- How fast the least price of an ability fell, pooled over levels, and of each level by itself.
{% call add_names(benchmarks=false) %}
with falls as (

    select *, 'pooled' as kind from {{ ref('int_price_falls') }}
    where n_days >= min_days
    union all
    select
        * replace (printf('points %g', points) as view),
        'level' as kind
    from {{ ref('int_price_falls') }}
    where window_name = 'all' and view = 'main'

),

rates as (

    select
        cohort_id,
        window_name,
        view,
        kind,
        sample,
        count(*) as n_levels,
        sum(log_first - log_last order by points) / nullif(sum(n_days), 0) * 365.25 as rate,
        exp(avg(log_first order by points)) as usd_first,
        exp(avg(log_last order by points)) as usd_last,
        min(first_on) as first_on,
        min(n_days) as n_days
    from falls
    where log_first is not null and log_last is not null
    group by cohort_id, window_name, view, kind, sample

),

summed as (

    select
        cohort_id,
        window_name,
        view,
        kind,
        max(n_levels) filter (sample = 0) as n_levels,
        max(rate) filter (sample = 0) as rate,
        stddev_samp(rate order by sample) filter (sample > 0) as rate_std_error,
        max(usd_first) filter (sample = 0) as usd_first,
        max(usd_last) filter (sample = 0) as usd_last,
        max(first_on) filter (sample = 0) as first_on,
        max(n_days) filter (sample = 0) as n_days
    from rates
    group by cohort_id, window_name, view, kind
    having n_levels is not null

),

counts as (

    select
        cohort_id,
        count(*) as n_models,
        count(distinct developer) as n_developers
    from {{ ref('int_price_models') }}
    where log_first is not null
    group by cohort_id

),

judged as (

    select
        summed.*,
        counts.n_models,
        counts.n_developers,
        case when summed.window_name = 'all' and summed.view = 'main' then entry.factor_by_entry end
            as factor_by_entry,
        case
            when counts.n_models < 6 then 'fewer than 6 models'
            when scales.status != 'ok' then 'intervals of abilities do not cover'
            when summed.kind = 'pooled' and summed.n_levels < 3 then 'fewer than 3 levels'
            when summed.kind = 'level' and summed.n_days < 365 then 'less than a year'
            else 'ok'
        end as status
    from summed
    inner join counts using (cohort_id)
    inner join {{ ref('stat_ability_scales') }} as scales using (cohort_id)
    left join {{ ref('int_price_entry') }} as entry using (cohort_id)

)

select
    cohort_id,
    window_name,
    view,
    n_levels,
    n_models,
    n_developers,
    first_on,
    usd_first,
    usd_last,
    exp(rate) as factor,
    case when status = 'ok' then exp(rate - {{ price_margin() }} * rate_std_error) end as factor_low,
    case when status = 'ok' then exp(rate + {{ price_margin() }} * rate_std_error) end as factor_high,
    factor_by_entry,
    status
from judged
{% endcall %}
