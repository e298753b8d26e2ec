-- Benchmarks as two-way tables of evaluations and items, each with the sums of squares that its
-- components of variance are made of. Exact to the last step, for they nearly cancel.
with items as (

    select
        benchmark_id,
        item_key,
        sum(n_evaluations) as n_evaluations,
        sum(total)::hugeint as total,
        sum(total_squares)::hugeint as total_squares
    from {{ ref('item_ability_sums') }}
    group by benchmark_id, item_key

),

by_item as (

    select
        benchmark_id,
        count(*) as n_items,
        min(n_evaluations) as fewest_evaluations,
        max(n_evaluations) as n_evaluations,
        sum(total) as total,
        sum(total * total) as item_squares,
        sum(total_squares) as total_squares
    from items
    group by benchmark_id

),

evaluations as (

    select
        benchmark_id,
        total::hugeint as total,
        n_items = max(n_items) over (partition by benchmark_id) as is_in_panel
    from {{ ref('evaluation_scores') }}
    where left_out_because is null

),

by_evaluation as (

    select
        benchmark_id,
        count(*) filter (where is_in_panel) as n_panel,
        count(*) filter (where not is_in_panel) as n_dropped,
        sum(total * total) filter (where is_in_panel) as evaluation_squares
    from evaluations
    group by benchmark_id

)

select
    by_item.benchmark_id,
    by_item.n_items,
    by_evaluation.n_panel as n_evaluations,
    by_evaluation.n_dropped,
    by_item.fewest_evaluations = by_evaluation.n_panel as is_complete,
    -- in squared shares of full marks
    (by_evaluation.n_panel * evaluation_squares - total * total)::double
    / (by_item.n_items * by_evaluation.n_panel) / 1e8 as ss_evaluations,
    (by_item.n_items * item_squares - total * total)::double
    / (by_item.n_items * by_evaluation.n_panel) / 1e8 as ss_items,
    (
        by_item.n_items * by_evaluation.n_panel * total_squares
        - by_evaluation.n_panel * evaluation_squares
        - by_item.n_items * item_squares
        + total * total
    )::double / (by_item.n_items * by_evaluation.n_panel) / 1e8 as ss_residual
from by_item
inner join by_evaluation on by_item.benchmark_id = by_evaluation.benchmark_id
