-- Price and ability of the models on sale, and whether each is the cheapest of its ability.
select
    frontier.cohort_id,
    frontier.cohort_name,
    coalesce(display_name, frontier.weights) as model,
    frontier.developer,
    frontier.usd,
    frontier.points,
    if(frontier.place = 'not', null, scaled.points_low) as points_low,
    if(frontier.place = 'not', null, scaled.points_high) as points_high,
    if(frontier.is_open_weights, 'open weights', 'closed') as openness,
    frontier.place,
    frontier.is_frontier,
    frontier.p_frontier,
    frontier.cheaper_and_abler,
    strftime(frontier.priced_on, '%Y-%m-%d') as priced_on
from statistics.stat_price_frontier as frontier
inner join statistics.stat_abilities as scaled using (cohort_id, weights)
left join reporting.rpt_display_names on weights = name
where frontier.status = 'ok'
order by
    count(*) over (partition by frontier.cohort_id) desc,
    frontier.cohort_name asc,
    frontier.usd asc,
    frontier.points desc,
    model asc;
