-- The items on which larger models do worse most clearly: the share right at the smallest and the largest size.
with falling as (

    select
        *,
        row_number() over (partition by benchmark_id order by statistic asc, item_key asc) as place
    from statistics.stat_item_size_curves
    where status = 'ok' and direction = 'worse'

)

select
    benchmarks.benchmark_name,
    falling.item,
    falling.p_adjusted,
    min(points.parameters_b) as smallest_b,
    max(points.parameters_b) as largest_b,
    arg_min(points.share_right, points.parameters_b) as share_at_smallest,
    arg_max(points.share_right, points.parameters_b) as share_at_largest
from falling
inner join statistics.stat_item_size_points as points
    on falling.benchmark_id = points.benchmark_id and falling.item_key = points.item_key
inner join marts.dim_benchmarks as benchmarks on falling.benchmark_id = benchmarks.benchmark_id
where falling.place <= 3
group by benchmarks.benchmark_name, benchmarks.benchmark_order, falling.item, falling.p_adjusted, falling.place
order by benchmarks.benchmark_order asc, falling.place asc;
