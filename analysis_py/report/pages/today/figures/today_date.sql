-- The score of every model by the day of its release, named where it is the best yet, with a smooth curve and its band.
select
    (
        select min(curves.cohort_id)
        from statistics.stat_field_curves as curves
        inner join reporting.rpt_cohorts as cohorts on curves.cohort_id = cohorts.cohort_id and cohorts.is_widest
        where curves.benchmark_id = points.benchmark_id
    ) as cohort_id,
    benchmark_name,
    kind,
    strftime(points.released_on, '%Y-%m-%d') as released_on,
    score_pct,
    ci_low,
    ci_high,
    nullif(model, '') as model,
    developer,
    openness,
    if(
        kind = 'model' and points.score_pct > coalesce(max(points.score_pct) over earlier, 0), model, null
    ) as named
from reporting.rpt_field_points as points
window
    earlier as (
        partition by benchmark_id, kind
        order by points.released_on asc, points.score_pct desc, points.model asc
        rows between unbounded preceding and 1 preceding
    )
order by
    count(*) over (partition by benchmark_id) desc, benchmark_name, kind asc, points.released_on asc, points.model asc;
