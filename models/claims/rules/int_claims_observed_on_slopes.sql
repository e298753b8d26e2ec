-- Claims about the slope of score against size within a range of sizes, by the bounds that the basis rests on.
with slopes as (

    select * from {{ ref('int_claim_slopes_bounded') }}
    where term = 's(log_parameters_b)' and parameters_b is not null

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_slope'

),

curves as (

    {{ curves_by_smoother() }}

),

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
    inner join curves
        on cells.basis = curves.basis and cells.cohort_id = curves.cohort_id and cells.gamm = curves.gamm
        and {{ on_benchmark('cells', 'curves') }} and {{ in_sizes('curves.parameters_b', 'cells') }}
    where cells.measure in ('linear', 'linear_rise', 'drawn_waves')
    window so_far as (partition by cells.cell_id, curves.benchmark_id, curves.smoother order by curves.x)

),

-- of a curve at sizes evenly spread on the log scale: the share of its variation that a line explains,
-- and the share of its range by which it both rises and falls
curve_shapes as (

    select
        cell_id,
        benchmark_id,
        smoother,
        regr_r2(estimate, x order by x) as line_share,
        least(max(highest - estimate), max(estimate - lowest)) / nullif(max(estimate) - min(estimate), 0) as wave_share
    from points
    group by cell_id, benchmark_id, smoother

),

shapes as (

    select
        cell_id,
        benchmark_id,
        min(line_share) as line_share,
        max(line_share) as greatest_line_share,
        max(wave_share) as wave_share
    from curve_shapes
    group by cell_id, benchmark_id

),

in_range as (

    select
        cells.*,
        -- "somewhere" asks for one point, else the whole range is meant
        coalesce(contains(cells.threshold, 'somewhere'), false) as is_somewhere,
        slopes.benchmark_id as fitted_benchmark,
        any_value(shapes.line_share) as line_share,
        any_value(shapes.greatest_line_share) as greatest_line_share,
        any_value(shapes.wave_share) as wave_share,
        count(*) as n_points,
        avg(slopes.estimate order by slopes.parameters_b) as mean_slope,
        min(slopes.estimate) as least_slope,
        max(slopes.estimate) as greatest_slope,
        min(slopes.low) as lowest,
        max(slopes.low) as highest_low,
        min(slopes.high) as lowest_high,
        max(slopes.high) as highest,
        highest_low > 0 as is_rising,
        lowest > 0 as is_rising_throughout,
        lowest_high < 0 as is_falling,
        highest < 0 as is_falling_throughout,
        -- a straight line has one slope, which must lie in every band
        highest_low > lowest_high as is_curved,
        max(slopes.type1_error) as type1_error,
        bool_or(slopes.is_shown_by_one) and not (is_rising or is_falling) as is_smoother_dependent,
        min(slopes.parameters_b) as from_b,
        max(slopes.parameters_b) as to_b
    from cells
    inner join slopes
        on cells.basis = slopes.basis and cells.cohort_id = slopes.cohort_id and cells.gamm = slopes.gamm
        and {{ on_benchmark('cells', 'slopes') }} and {{ in_sizes('slopes.parameters_b', 'cells') }}
    left join shapes
        on cells.cell_id = shapes.cell_id
        and slopes.benchmark_id = shapes.benchmark_id
    where cells.measure != 'n_benchmarks_flatter'
    group by all

),

-- the slope above a size less that below
flatter as (

    select
        cells.cell_id,
        slopes.benchmark_id,
        avg(slopes.estimate order by slopes.parameters_b)
        filter (where slopes.parameters_b > cells.size_a_low_b) as slope_above,
        avg(slopes.estimate order by slopes.parameters_b)
        filter (where slopes.parameters_b <= cells.size_a_low_b) as slope_below
    from cells
    inner join slopes
        on cells.basis = slopes.basis and cells.cohort_id = slopes.cohort_id and cells.gamm = slopes.gamm
        and {{ on_benchmark('cells', 'slopes') }}
    where cells.measure = 'n_benchmarks_flatter' and cells.basis = 'same_method'
    group by cells.cell_id, slopes.benchmark_id

)

select
    cell_id,
    fitted_benchmark as benchmark_id,
    case
        when measure in ('linear', 'linear_rise') then line_share
        when measure = 'drawn_waves' then wave_share
        when measure = 'n_benchmarks_never_falling'
            then count(*) filter (where is_rising_throughout or (not is_sound and not is_falling)) over of_claim
        else mean_slope
    end as estimate,
    -- a slope is positive throughout where its lowest bound is, and somewhere where its highest is
    case
        when measure = 'slope' then if(decision = 'positive' and not is_somewhere, lowest, highest_low)
        when measure in ('drawn_waves', 'n_benchmarks_never_falling') then estimate
    end as low,
    case
        when measure = 'slope' then if(decision = 'negative' and not is_somewhere, highest, lowest_high)
        when measure = 'drawn_waves' then estimate
        when measure = 'n_benchmarks_never_falling' then n_benchmarks - count(*) filter (where is_falling) over of_claim
    end as high,
    n_benchmarks as n_of,
    case
        -- "no increase" is contradicted by a rise alone, and shown by a fall throughout
        when measure = 'movement' and starts_with(expected, 'excludes')
            then case when is_rising or is_falling then true when not is_sound then false end
        when measure = 'movement'
            then case when is_rising then false when is_falling_throughout or not is_sound then true end
        -- a wave goes up and down
        when measure = 'waves'
            then case
                when is_rising and is_falling then true
                when not is_sound or is_rising_throughout or is_falling_throughout then false
            end
        -- both directions show that there is no one; neither shows nothing
        when measure = 'no_direction'
            then case
                when is_rising and is_falling then true
                when is_rising or is_falling then false
                when not is_sound then true
            end
        -- soundly, a line is one that leads somewhere, and a bend one that the band shows
        when not is_sound then {{ meets_number('line_share') }} and (measure = 'linear' or is_rising_throughout)
        when measure = 'linear_rise' and is_falling then false
        -- by no smoother, or by all of them
        when not {{ meets_number('line_share') }} and not {{ meets_number('greatest_line_share') }} then if(is_curved, false, null)
        when not {{ meets_number('line_share') }} or not {{ meets_number('greatest_line_share') }} then null
        when if(measure = 'linear', is_rising or is_falling, is_rising_throughout) then true
    end as holds,
    type1_error,
    to_json({
        'gamm': gamm,
        'is_smoother_dependent': is_smoother_dependent,
        'type1_pct': 100 * type1_error,
        'mean_slope': mean_slope,
        'least_slope': least_slope,
        'greatest_slope': greatest_slope,
        'n_points': n_points,
        'from_b': from_b,
        'to_b': to_b,
        'rises': is_rising,
        'rises_throughout': is_rising_throughout,
        'falls': is_falling,
        'falls_throughout': is_falling_throughout,
        'is_never_falling': is_rising_throughout or (not is_sound and not is_falling),
        'is_curved': is_curved,
        'line_share': line_share,
        'line_pct': 100 * line_share,
        'wave_pct': 100 * wave_share
    }) as facts
from in_range
window of_claim as (partition by cell_id)
union all by name
select
    cell_id,
    benchmark_id,
    slope_above - slope_below as estimate,
    slope_above < slope_below as holds,
    to_json({ 'slope_above': slope_above, 'slope_below': slope_below }) as facts
from flatter
where slope_above is not null and slope_below is not null
