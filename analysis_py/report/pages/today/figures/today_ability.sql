-- The ability of every dated model, with those named that were the best when they came.
select
    cohort_name,
    strftime(released_on, '%Y-%m-%d') as released_on,
    points,
    points_low,
    points_high,
    weights as model,
    coalesce(organisation, 'not known') as developer,
    case is_open_weights when true then 'open weights' when false then 'closed' else 'not known' end as openness,
    is_record,
    if(is_record, weights, null) as named,
    rank_low,
    rank_high,
    n_benchmarks
from reporting.rpt_abilities
where status = 'ok' and released_on is not null
order by
    count(*) over (partition by cohort_id) desc, cohort_name asc, rpt_abilities.released_on asc, points asc, model asc;
