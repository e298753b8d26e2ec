-- The two ranges that meet at an edge, summed anew wherever the edge can stand within a window
-- around the paper's. Between two neighbouring sizes of the data every position gives the same two
-- groups, so a position is an interval of edges: above the size before, up to its own size.
with sizes as (

    select * from {{ ref('int_size_scores_summed') }}
    where parameters_b is not null

),

cohort_benchmarks as (

    select distinct
        cohort_id,
        benchmark_id
    from {{ ref('int_size_scores_summed') }}

),

ranges as (

    select * from {{ ref('dim_parameter_ranges') }}
    where not starts_with(parameter_range, '(')

),

summaries as (

    select * from {{ ref('stat_group_summaries') }}
    where factor = 'parameter_range' and is_tested

),

edges as (

    select
        above.scheme,
        above.lower_b as edge_b,
        below.parameter_range as range_below,
        above.parameter_range as range_above,
        below.lower_b as floor_b,
        above.upper_b as ceiling_b,
        above.includes_upper as includes_ceiling,
        above.lower_b * (1 - {{ var('bin_edge_window', 0.15) }}) as window_low_b,
        above.lower_b * (1 + {{ var('bin_edge_window', 0.15) }}) as window_high_b
    from ranges as above
    inner join ranges as below
        on above.scheme = below.scheme
        and above.lower_b = below.upper_b

),

cohort_edges as (

    select
        cohort_benchmarks.cohort_id,
        cohort_benchmarks.benchmark_id,
        edges.*
    from cohort_benchmarks
    inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
    inner join edges on cohorts.parameter_range_scheme = edges.scheme

),

-- variation within the ranges that the edge does not touch, summed in a fixed order
rests as (

    select
        cohort_edges.cohort_id,
        cohort_edges.benchmark_id,
        cohort_edges.edge_b,
        coalesce(sum(summaries.n_obs), 0)::bigint as n_rest,
        count(*) filter (where summaries.n_obs > 0) as n_groups_rest,
        coalesce(
            sum(summaries.std_dev * summaries.std_dev * (summaries.n_obs - 1) order by summaries.level_order), 0
        ) as sum_squares_rest
    from cohort_edges
    left join summaries
        on cohort_edges.cohort_id = summaries.cohort_id
        and cohort_edges.benchmark_id = summaries.benchmark_id
        and summaries.level not in (cohort_edges.range_below, cohort_edges.range_above)
    group by cohort_edges.cohort_id, cohort_edges.benchmark_id, cohort_edges.edge_b

),

stops as (

    select
        cohort_edges.cohort_id,
        cohort_edges.benchmark_id,
        cohort_edges.edge_b,
        sizes.parameters_b as position_b
    from cohort_edges
    inner join sizes using (cohort_id, benchmark_id)
    where cohort_edges.window_low_b < sizes.parameters_b and cohort_edges.window_high_b > sizes.parameters_b
    union all
    select
        cohort_id,
        benchmark_id,
        edge_b,
        window_high_b as position_b
    from cohort_edges

),

positions as (

    select
        cohort_edges.*,
        stops.position_b,
        coalesce(
            lag(stops.position_b) over (
                partition by stops.cohort_id, stops.benchmark_id, stops.edge_b order by stops.position_b
            ),
            cohort_edges.window_low_b
        ) as position_above_b
    from stops
    inner join cohort_edges using (cohort_id, benchmark_id, edge_b)

),

sums as (

    select
        positions.cohort_id,
        positions.benchmark_id,
        positions.edge_b,
        positions.position_b,
        coalesce(sum(sizes.n_obs) filter (where sizes.parameters_b < positions.position_b), 0)::bigint as n_below,
        sum(sizes.total) filter (where sizes.parameters_b < positions.position_b) as total_below,
        sum(sizes.total_squares) filter (where sizes.parameters_b < positions.position_b) as total_squares_below,
        coalesce(sum(sizes.n_obs) filter (where sizes.parameters_b >= positions.position_b), 0)::bigint as n_above,
        sum(sizes.total) filter (where sizes.parameters_b >= positions.position_b) as total_above,
        sum(sizes.total_squares) filter (where sizes.parameters_b >= positions.position_b) as total_squares_above
    from positions
    left join sizes
        on positions.cohort_id = sizes.cohort_id
        and positions.benchmark_id = sizes.benchmark_id
        and positions.floor_b <= sizes.parameters_b
        and (
            positions.ceiling_b > sizes.parameters_b
            or (positions.includes_ceiling and positions.ceiling_b = sizes.parameters_b)
        )
    group by positions.cohort_id, positions.benchmark_id, positions.edge_b, positions.position_b

)

select
    positions.cohort_id,
    positions.benchmark_id,
    positions.edge_b,
    positions.range_below,
    positions.range_above,
    positions.position_b,
    positions.position_above_b,
    ln(positions.position_b / positions.position_above_b)
    / ln(positions.window_high_b / positions.window_low_b) as window_share,
    positions.edge_b > positions.position_above_b and positions.edge_b <= positions.position_b as is_paper_edge,
    sums.n_below,
    sums.n_above,
    sums.total_below / sums.n_below / 1e6 as mean_below,
    sums.total_above / sums.n_above / 1e6 as mean_above,
    -- of the deviations from the mean, in squared percent
    (sums.n_below * sums.total_squares_below - sums.total_below * sums.total_below)::double
    / sums.n_below / 1e12 as sum_squares_below,
    (sums.n_above * sums.total_squares_above - sums.total_above * sums.total_above)::double
    / sums.n_above / 1e12 as sum_squares_above,
    rests.n_rest,
    rests.n_groups_rest,
    rests.sum_squares_rest
from positions
inner join sums using (cohort_id, benchmark_id, edge_b, position_b)
inner join rests using (cohort_id, benchmark_id, edge_b)
