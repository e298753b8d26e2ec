-- How the slope of a curve of score over size runs in the sizes of a claim. The papers read pointwise bands;
-- soundly, a slope is bounded by the simultaneous bands of all smoothers together, of the model with a random
-- effect of the base family.
with described as (

    select
        cells.cell_id,
        slopes.benchmark_id,
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
        is_rising_throughout or (bool_and(not cells.is_sound) and not is_falling) as is_never_falling,
        -- a straight line has one slope, which must lie in every band
        highest_low > lowest_high as is_curved,
        max(slopes.type1_error) as type1_error,
        bool_or(slopes.is_shown_by_one) and not (is_rising or is_falling) as is_smoother_dependent,
        min(slopes.parameters_b) as from_b,
        max(slopes.parameters_b) as to_b
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('int_claim_slopes_bounded') }} as slopes using (basis, cohort_id, gamm)
    where
        cells.rule_family = 'gamm_slope'
        and slopes.term = 's(log_parameters_b)' and slopes.parameters_b is not null
        and {{ on_benchmark('cells', 'slopes') }} and {{ in_sizes('slopes.parameters_b', 'cells') }}
    group by cells.cell_id, slopes.benchmark_id

)

select
    *,
    to_json({
        'n_points': n_points,
        'mean_slope': mean_slope,
        'least_slope': least_slope,
        'greatest_slope': greatest_slope,
        'is_rising': is_rising,
        'is_rising_throughout': is_rising_throughout,
        'is_falling': is_falling,
        'is_falling_throughout': is_falling_throughout,
        'is_never_falling': is_never_falling,
        'is_curved': is_curved,
        'is_smoother_dependent': is_smoother_dependent,
        'from_b': from_b,
        'to_b': to_b
    }) as facts
from described
