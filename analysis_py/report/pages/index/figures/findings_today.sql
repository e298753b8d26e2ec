-- The ability of every dated model of the source that has most, named where it was the best of all or of open
-- weights.
with every_dated as (
    select
        *,
        count(*) over (partition by cohort_id) as n_models
    from statistics.stat_abilities
    where status = 'ok' and released_on is not null
)

select
    cohort_id,
    strftime(dated.released_on, '%Y-%m-%d') as released_on,
    points,
    coalesce(display_name, weights) as model,
    coalesce(organisation, 'not known') as developer,
    case is_open_weights
        when true then 'open weights'
        when false then 'closed'
        else 'not known'
    end as openness,
    case
        when is_record then model
        when is_open_weights and points > coalesce(max(points) over earlier, points - 1) then model
    end as named
from every_dated as dated
left join reporting.rpt_display_names on weights = name
where cohort_id = (select arg_max(cohort_id, (n_models, cohort_id)) from every_dated)
window
    earlier as (
        partition by is_open_weights
        order by dated.released_on asc, points desc, weights asc
        rows between unbounded preceding and 1 preceding
    )
order by dated.released_on asc, points asc, model asc;
