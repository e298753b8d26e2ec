with sizes as (

    select * from {{ ref('int_size_scores_summed') }}
    where parameters_b is not null

),

summaries as (

    select
        cohort_id,
        benchmark_id,
        edge_b,
        max(range_below) as range_below,
        max(range_above) as range_above,
        count(*) as n_positions,
        max(n_moved) - min(n_moved) as n_rows_movable,
        max(estimate) filter (where is_paper_edge) as estimate,
        min(estimate) as estimate_min,
        max(estimate) as estimate_max,
        max(decision) filter (where is_paper_edge) as decision,
        count(distinct decision) as n_decisions,
        -- summed in a fixed order: the last digits of a sum of doubles depend on it
        coalesce(sum(window_share order by position_b) filter (where not is_flipped), 0) as share_kept,
        max(decision_tukey) filter (where is_paper_edge) as decision_tukey,
        count(distinct decision_tukey) as n_decisions_tukey,
        coalesce(sum(window_share order by position_b) filter (where not is_flipped_tukey), 0) as share_kept_tukey,
        max(status) filter (where is_paper_edge) as status
    from {{ ref('stat_bin_edges') }}
    group by cohort_id, benchmark_id, edge_b

),

nearby as (

    select
        summaries.cohort_id,
        summaries.benchmark_id,
        summaries.edge_b,
        sum(sizes.n_obs)::bigint as n_obs,
        coalesce(
            sum(sizes.n_obs) filter (
                where abs(sizes.parameters_b / summaries.edge_b - 1) <= {{ var('bin_edge_nearby', 0.05) }}
            ), 0
        )::bigint as n_nearby,
        count(*) filter (
            where abs(sizes.parameters_b / summaries.edge_b - 1) <= {{ var('bin_edge_nearby', 0.05) }}
        ) as n_sizes_nearby
    from summaries
    inner join sizes using (cohort_id, benchmark_id)
    group by summaries.cohort_id, summaries.benchmark_id, summaries.edge_b

)

select
    summaries.*,
    sign(summaries.estimate_min) * sign(summaries.estimate_max) < 0 as changes_sign,
    nearby.* exclude (cohort_id, benchmark_id, edge_b),
    nearby.n_nearby / nearby.n_obs as share_nearby,
    {{ var('bin_edge_window', 0.15) }}::double as window_half_width,
    {{ var('bin_edge_nearby', 0.05) }}::double as nearby_half_width
from summaries
inner join nearby using (cohort_id, benchmark_id, edge_b)
