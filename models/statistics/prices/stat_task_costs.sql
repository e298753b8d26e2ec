-- Whether a model that is dearer by the token is dearer by the task.
with runs as (

    select
        *,
        ln(usd) as log_price,
        ln(case_usd) as log_cost,
        rank() over (partition by board order by usd)
        + (count(*) over (partition by board, usd) - 1) / 2 as price_rank,
        rank() over (partition by board order by case_usd)
        + (count(*) over (partition by board, case_usd) - 1) / 2 as cost_rank
    from {{ ref('int_task_costs_priced') }}

),

fits as (

    select
        board,
        count(*) as n_runs,
        count(distinct weights) as n_models,
        corr(price_rank, cost_rank order by row_number) as spearman,
        regr_slope(log_cost, log_price order by row_number) as slope,
        regr_syy(log_cost, log_price order by row_number) as total_squares,
        total_squares * (1 - regr_r2(log_cost, log_price order by row_number)) as squares,
        exp(sqrt(squares / nullif(count(*) - 2, 0))) as residual_factor
    from runs
    group by board

),

pairs as (

    select
        a.board,
        (a.log_cost > b.log_cost)::integer as is_same_order,
        a.usd >= 3 * b.usd as is_apart
    from runs as a
    inner join runs as b on a.board = b.board and a.usd > b.usd

),

orders as (

    select
        board,
        count(*) as n_pairs,
        avg(is_same_order) as same_order_share,
        count(*) filter (is_apart) as n_pairs_apart,
        avg(is_same_order) filter (is_apart) as same_order_share_apart
    from pairs
    group by board

)

select
    fits.* exclude (total_squares, squares),
    orders.* exclude (board),
    case when fits.n_runs < 6 then 'fewer than 6 runs' else 'ok' end as status
from fits
left join orders using (board)
