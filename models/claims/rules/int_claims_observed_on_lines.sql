-- Claims that a curve of score over size is a straight line, or waves. Soundly, a line is one that leads
-- somewhere, and a bend one that the band shows.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where measure in ('linear', 'linear_rise', 'drawn_waves')

),

-- a curve at sizes evenly spread on the log scale
points as (

    select
        cells.cell_id,
        curves.benchmark_id,
        curves.smoother,
        curves.x,
        curves.estimate,
        max(curves.estimate) over so_far as highest,
        min(curves.estimate) over so_far as lowest
    from cells
    inner join {{ ref('int_claim_curves_stacked') }} as curves using (basis, cohort_id, gamm)
    where {{ on_benchmark('cells', 'curves') }} and {{ in_sizes('curves.parameters_b', 'cells') }}
    window so_far as (partition by cells.cell_id, curves.benchmark_id, curves.smoother order by curves.x)

),

-- the share of its variation that a line explains, and the share of its range by which it both rises and
-- falls
shares as (

    select
        cell_id,
        benchmark_id,
        regr_r2(estimate, x order by x) as line_share,
        least(max(highest - estimate), max(estimate - lowest))
        / nullif(max(estimate) - min(estimate), 0) as wave_share
    from points
    group by cell_id, benchmark_id, smoother

),

shapes as (

    select
        cell_id,
        benchmark_id,
        min(line_share) as least_line_share,
        max(line_share) as greatest_line_share,
        max(wave_share) as wave_share
    from shares
    group by cell_id, benchmark_id

),

curves as (

    select
        cells.cell_id,
        cells.measure,
        cells.is_sound,
        described.benchmark_id,
        described.is_rising,
        described.is_rising_throughout,
        described.is_falling,
        described.is_curved,
        described.type1_error,
        shapes.least_line_share,
        shapes.wave_share,
        {{ meets_number('shapes.least_line_share') }} as is_line_by_all,
        {{ meets_number('shapes.greatest_line_share') }} as is_line_by_one,
        json_merge_patch(
            described.facts,
            to_json({ 'line_share': shapes.least_line_share, 'wave_share': shapes.wave_share })
        ) as facts
    from cells
    inner join {{ ref('int_claim_curves_described') }} as described using (cell_id)
    left join shapes
        on described.cell_id = shapes.cell_id and described.benchmark_id = shapes.benchmark_id

),

linear as (

    select
        cell_id,
        benchmark_id,
        least_line_share as estimate,
        case
            when not is_sound then is_line_by_all
            when not is_line_by_one then if(is_curved, false, null)
            when not is_line_by_all then null
            when is_rising or is_falling then true
        end as holds,
        type1_error,
        facts
    from curves
    where measure = 'linear'

),

linear_rise as (

    select
        cell_id,
        benchmark_id,
        least_line_share as estimate,
        case
            when not is_sound then is_line_by_all and is_rising_throughout
            when is_falling then false
            when not is_line_by_one then if(is_curved, false, null)
            when not is_line_by_all then null
            when is_rising_throughout then true
        end as holds,
        type1_error,
        facts
    from curves
    where measure = 'linear_rise'

),

drawn_waves as (

    select
        cell_id,
        benchmark_id,
        wave_share as estimate,
        type1_error,
        facts
    from curves
    where measure = 'drawn_waves'

)

{{ observations('linear', 'linear_rise', 'drawn_waves') }}
