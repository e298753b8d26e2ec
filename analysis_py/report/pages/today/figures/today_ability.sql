-- The ability of every dated model, with those named that were the best when they came.
select
    cohort_id,
    cohort_name,
    strftime(released_on, '%Y-%m-%d') as released_on,
    points,
    points_low,
    points_high,
    coalesce(display_name, weights) as model,
    coalesce(organisation, 'not known') as developer,
    case is_open_weights
        when true then 'open weights'
        when false then 'closed'
        else 'not known'
    end as openness,
    is_record,
    case
        when is_record then model
        when is_open_weights and points > coalesce(max(points) over earlier, points - 1) then model
    end as named,
    rank_low,
    rank_high,
    n_benchmarks
from statistics.stat_abilities
left join reporting.rpt_display_names on weights = name
where status = 'ok' and released_on is not null
window
    earlier as (
        partition by cohort_id, is_open_weights
        order by stat_abilities.released_on asc, points desc, weights asc
        rows between unbounded preceding and 1 preceding
    )
order by
    count(*) over (partition by cohort_id) desc,
    cohort_name asc,
    stat_abilities.released_on asc,
    points asc,
    model asc;
