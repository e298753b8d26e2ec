-- Scores from single answers beside those that a board gives models of the same
-- name. Of several evaluations on a board the one that fits best is shown.
with scores as (

    select
        scores.evaluation_id,
        scores.model_name,
        scores.benchmark_id,
        benchmarks.board_benchmark_id,
        scores.n_items,
        scores.score_pct,
        case
            when benchmarks.board_averages = 'parts' then parts.mean_of_parts_pct
            else scores.score_pct
        end as averaged_pct,
        case when benchmarks.board_averages = 'kinds' then parts.n_kinds end as n_kinds,
        case when benchmarks.board_averages = 'more items' then of_board.n_items end as n_board_items,
        benchmarks.same_within_pct,
        benchmarks.board_is
    from {{ ref('stat_item_scores') }} as scores
    inner join {{ ref('item_benchmarks') }} as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    left join {{ ref('dim_benchmarks') }} as of_board on benchmarks.board_benchmark_id = of_board.benchmark_id
    left join {{ ref('int_item_parts_averaged') }} as parts
        on scores.evaluation_id = parts.evaluation_id and scores.benchmark_id = parts.benchmark_id
    where benchmarks.board_benchmark_id is not null

),

of_boards as (

    select
        evaluations.model_name,
        evaluations.evaluation_id,
        evaluations.is_preferred_evaluation,
        scores.benchmark_id,
        scores.score_pct
    from {{ ref('fct_evaluations') }} as evaluations
    inner join {{ ref('dim_snapshots') }} as snapshots on evaluations.snapshot_id = snapshots.snapshot_id
    inner join {{ ref('fct_scores') }} as scores on evaluations.evaluation_id = scores.evaluation_id
    where not snapshots.is_import

),

compared as (

    select
        scores.*,
        of_boards.evaluation_id as board_evaluation_id,
        of_boards.is_preferred_evaluation,
        of_boards.score_pct as board_score_pct,
        scores.score_pct - of_boards.score_pct as difference_pct,
        count(of_boards.evaluation_id) over (
            partition by scores.evaluation_id, scores.benchmark_id
        ) as n_board_rows,
        -- the share of kinds right that the board's average of both leaves, as a number of kinds
        greatest(0, least(scores.n_kinds, round(
            (2 * of_boards.score_pct - scores.score_pct) / 100 * scores.n_kinds
        ))) as n_kinds_right,
        -- of the items that only the board has, those right
        round(of_boards.score_pct / 100 * scores.n_board_items)
        - round(scores.score_pct / 100 * scores.n_items) as n_others_right
    from scores
    left join of_boards
        on scores.model_name = of_boards.model_name and scores.board_benchmark_id = of_boards.benchmark_id

),

explained as (

    select
        *,
        case
            when n_kinds is not null then (score_pct + 100 * n_kinds_right / n_kinds) / 2
            when n_board_items is null then averaged_pct
        end - board_score_pct as unexplained_pct,
        n_others_right between 0 and n_board_items - n_items as is_possible
    from compared

),

judged as (

    select
        *,
        case
            when board_score_pct is null or is_possible then null
            else coalesce(abs(unexplained_pct) <= same_within_pct, false)
        end as is_same_run
    from explained
    qualify
        row_number() over (
            partition by evaluation_id, benchmark_id
            order by
                is_possible desc nulls last,
                abs(unexplained_pct),
                abs(difference_pct),
                is_preferred_evaluation desc nulls last,
                board_evaluation_id
        ) = 1

)

select
    benchmark_id,
    evaluation_id,
    model_name,
    board_benchmark_id,
    board_evaluation_id,
    n_board_rows,
    score_pct,
    board_score_pct,
    difference_pct,
    unexplained_pct,
    is_same_run,
    case
        when board_score_pct is null then null
        when not is_same_run and same_within_pct is not null then 'another run'
        when not is_possible then 'impossible with these answers: ' || board_is
        else coalesce(board_is, 'the same score')
    end as explanation,
    case when board_score_pct is null then 'no board has a model of this name' else 'ok' end as status
from judged
