-- What failed runs do to the mean of a range of sizes: with them and without.
with scores as (

    select
        evaluations.snapshot_id,
        scores.benchmark_id,
        evaluations.parameter_range,
        count(*) as n_obs,
        count(*) filter (where evaluations.is_at_chance) as n_at_chance,
        avg(scores.score_pct order by scores.evaluation_id) as mean_with_pct,
        avg(scores.score_pct order by scores.evaluation_id) filter (where not evaluations.is_at_chance) as mean_without_pct
    from {{ ref('fct_evaluations') }} as evaluations
    inner join {{ ref('fct_scores') }} as scores on evaluations.evaluation_id = scores.evaluation_id
    group by evaluations.snapshot_id, scores.benchmark_id, evaluations.parameter_range

)

select *
from scores
where n_at_chance > 0
