-- How far the least price of a level fell, by window, view and sample of abilities.
with models as (

    select * from {{ ref('int_price_models') }}

),

viewed as (

    {% set views = {
        'main': ('log_first', 'log_latest', 'true'),
        'levels every 2.5 points': ('log_first', 'log_latest', 'true'),
        'price of today': ('coalesce(log_latest, log_first)', 'log_latest', 'true'),
        'least reseller': ('coalesce(log_least, log_first)', 'log_least', 'true'),
        'own prices': ('log_first', 'log_latest', 'is_own'),
        'known within 60 days': ('log_first', 'log_latest', 'days_to_first_price <= 60'),
        'your prices': ('log_your_first', 'log_your_latest', 'true'),
        'open weights': ('log_first', 'log_latest', 'is_open_weights'),
        'closed weights': ('log_first', 'log_latest', 'not is_open_weights'),
    } -%}
    {% for view, (log_first, log_last, condition) in views.items() -%}
        select
            '{{ view }}' as view,
            cohort_id,
            weights,
            developer,
            released_on,
            last_day,
            {{ log_first }},
            {{ log_last }} as log_last
        from models
        where {{ condition }} and {{ log_first }} is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

windowed as (

    select
        windows.window_name,
        windows.starts_on,
        coalesce(windows.ends_on, viewed.last_day) as ends_on,
        windows.min_days,
        viewed.* exclude (log_last, last_day),
        -- until a day before today, the price of a model is its first
        case when windows.ends_on is null then viewed.log_last else viewed.log_first end as log_last
    from viewed
    inner join {{ ref('price_windows') }} as windows
        on (viewed.view = 'main' or (windows.starts_on is null and windows.ends_on is null))
        and (windows.ends_on is null or viewed.released_on <= windows.ends_on)

)

select
    windowed.cohort_id,
    windowed.window_name,
    windowed.view,
    samples.sample,
    levels.points,
    any_value(windowed.min_days) as min_days,
    greatest(min(windowed.released_on), any_value(windowed.starts_on)) as first_on,
    any_value(windowed.ends_on) - first_on as n_days,
    case
        when any_value(windowed.starts_on) is null
            then arg_min(windowed.log_first, (windowed.released_on, windowed.log_first))
        else min(windowed.log_first) filter (windowed.released_on <= windowed.starts_on)
    end as log_first,
    min(windowed.log_last) as log_last
from windowed
inner join {{ ref('int_price_samples') }} as samples using (cohort_id, weights)
inner join {{ ref('price_levels') }} as levels
    on samples.points >= levels.points
    and case
        when windowed.view = 'levels every 2.5 points' then levels.is_half
        else levels.is_main or windowed.starts_on is not null and not levels.is_half
    end
group by windowed.cohort_id, windowed.window_name, windowed.view, samples.sample, levels.points
having any_value(windowed.starts_on) is null or min(windowed.released_on) <= any_value(windowed.starts_on)
