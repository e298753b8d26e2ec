with fits as (

    select
        *,
        {{ holm('p_value', 'cohort_id, edge_b, position_b') }} as p_adjusted,
        {{ holm('p_tukey', 'cohort_id, edge_b, position_b') }} as p_tukey_adjusted
    from {{ ref('fit_bin_edges') }}

),

decided as (

    select
        moved.*,
        fits.* exclude (cohort_id, benchmark_id, edge_b, position_b),
        case
            when fits.p_value is null then 'inconclusive'
            when not {{ is_significant('fits.p_adjusted') }} then 'not different'
            when fits.estimate > 0 then 'higher above'
            else 'lower above'
        end as decision,
        case
            when fits.p_tukey is null then 'inconclusive'
            when not {{ is_significant('fits.p_tukey_adjusted') }} then 'not different'
            when fits.estimate > 0 then 'higher above'
            else 'lower above'
        end as decision_tukey
    from {{ ref('int_bin_edges_shifted') }} as moved
    inner join fits using (cohort_id, benchmark_id, edge_b, position_b)

),

compared as (

    select
        *,
        max(decision) filter (where is_paper_edge) over edge as decision_paper,
        max(decision_tukey) filter (where is_paper_edge) over edge as decision_tukey_paper,
        max(n_below) filter (where is_paper_edge) over edge as n_below_paper
    from decided
    window edge as (partition by cohort_id, benchmark_id, edge_b)

)

select
    * exclude (
        sum_squares_below, sum_squares_above, n_rest, n_groups_rest, sum_squares_rest,
        decision_paper, decision_tukey_paper, n_below_paper
    ),
    n_below - n_below_paper as n_moved,
    decision != decision_paper as is_flipped,
    decision_tukey != decision_tukey_paper as is_flipped_tukey
from compared
