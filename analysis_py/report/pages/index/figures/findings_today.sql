-- The ability of every dated model of the source that has most, named where it was the best of all or of open weights.
with dated as (
    select
        released_on,
        points,
        weights as model,
        coalesce(organisation, 'not known') as developer,
        case is_open_weights when true then 'open weights' when false then 'closed' else 'not known' end as openness,
        is_record
        or (is_open_weights and points > coalesce(max(points) over earlier, points - 1)) as is_named
    from reporting.rpt_abilities
    where status = 'ok' and released_on is not null
    window
        earlier as (
            partition by cohort_id, is_open_weights
            order by released_on asc, points desc, weights asc
            rows between unbounded preceding and 1 preceding
        )
    qualify dense_rank() over (order by count(*) over (partition by cohort_id) desc, cohort_id asc) = 1
)

select
    strftime(released_on, '%Y-%m-%d') as released_on,
    points,
    model,
    developer,
    openness,
    if(is_named, model, null) as named
from dated
order by dated.released_on asc, points asc, model asc;
