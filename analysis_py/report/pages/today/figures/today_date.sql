-- The score of every model by the day of its release, with a smooth curve and its band.
select
    benchmark_name,
    kind,
    strftime(points.released_on, '%Y-%m-%d') as released_on,
    score_pct,
    ci_low,
    ci_high,
    nullif(model, '') as model,
    developer,
    openness
from reporting.rpt_field_points as points
order by
    count(*) over (partition by benchmark_id) desc, benchmark_name, kind asc, points.released_on asc, points.model asc;
