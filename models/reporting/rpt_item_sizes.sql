-- The items on which larger models do worse.
with falling as (

    select
        *,
        row_number() over (partition by benchmark_id order by statistic asc, item_key asc) as place
    from {{ ref('stat_item_size_curves') }}
    where status = 'ok' and direction = 'worse'

),

ends as (

    select
        benchmark_id,
        item_key,
        min(parameters_b) as smallest_b,
        max(parameters_b) as largest_b,
        arg_min(share_right, parameters_b) as share_at_smallest,
        arg_max(share_right, parameters_b) as share_at_largest
    from {{ ref('stat_item_size_points') }}
    group by benchmark_id, item_key

),

items as (

    select * from falling inner join ends using (benchmark_id, item_key)

)

{{ name_rows('items', cohorts=false) }}
