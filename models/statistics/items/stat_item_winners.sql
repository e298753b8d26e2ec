with close_ones as (

    select
        benchmark_id,
        count_if(is_among_best)::bigint as n_close
    from {{ ref('stat_item_ranks') }}
    group by benchmark_id

)

select
    winners.*,
    models.model_name,
    close_ones.n_close,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_item_winners') }} as winners
inner join {{ ref('item_models') }} as models on winners.evaluation_id = models.evaluation_id
left join close_ones on winners.benchmark_id = close_ones.benchmark_id
