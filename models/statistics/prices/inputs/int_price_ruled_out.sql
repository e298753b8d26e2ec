-- How often each model on sale is ruled out in the joint draws, and by which it is most often: a model
-- that is at least as able and costs no more. Sample 0 has the estimates.
with on_sale as (

    select
        models.cohort_id,
        models.weights,
        models.log_latest,
        samples.sample,
        samples.points
    from {{ ref('int_price_models') }} as models
    inner join {{ ref('int_price_samples') }} as samples using (cohort_id, weights)
    where models.log_latest is not null

),

placed as (

    select
        *,
        max(points) over cheaper as best_cheaper,
        arg_max(weights, points) over cheaper as ruled_out_by
    from on_sale
    window cheaper as (
        partition by cohort_id, sample order by log_latest, points desc, weights
        rows between unbounded preceding and 1 preceding
    )

)

select
    cohort_id,
    weights,
    bool_or(coalesce(points > best_cheaper, true)) filter (sample = 0) as is_frontier,
    avg(coalesce(points > best_cheaper, true)::integer) filter (sample > 0) as p_frontier,
    mode(ruled_out_by order by ruled_out_by) filter (sample > 0 and points <= best_cheaper)
        as cheaper_and_abler
from placed
group by cohort_id, weights
