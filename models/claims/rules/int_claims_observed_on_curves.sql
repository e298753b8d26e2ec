-- Claims about curves of score over size. The slope in a range of sizes, by the bounds that the basis rests on: the
-- papers read pointwise bands; soundly, a slope is bounded by the simultaneous bands of all smoothers together, of the
-- model with a random effect of the base family. That two curves have one shape: of raw and scaled scores, or of
-- training types.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family in ('gamm_slope', 'curve_similarity')

),

-- of a curve at sizes evenly spread on the log scale: the share of its variation that a line explains,
-- and the share of its range by which it both rises and falls
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
    where
        cells.measure in ('linear', 'linear_rise', 'drawn_waves')
        and {{ on_benchmark('cells', 'curves') }} and {{ in_sizes('curves.parameters_b', 'cells') }}
    window so_far as (partition by cells.cell_id, curves.benchmark_id, curves.smoother order by curves.x)

),

shapes as (

    select
        cell_id,
        benchmark_id,
        min(line_share) as line_share,
        max(line_share) as greatest_line_share,
        max(wave_share) as wave_share
    from (
        select
            cell_id,
            benchmark_id,
            regr_r2(estimate, x order by x) as line_share,
            least(max(highest - estimate), max(estimate - lowest)) / nullif(max(estimate) - min(estimate), 0) as wave_share
        from points
        group by cell_id, benchmark_id, smoother
    ) as by_smoother
    group by all

),

slopes as (

    select
        cells.* exclude (benchmark_id),
        -- "somewhere" asks for one point, else the whole range is meant
        coalesce(contains(cells.threshold, 'somewhere'), false) as is_somewhere,
        slopes.benchmark_id,
        shapes.* exclude (cell_id, benchmark_id),
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
        max(slopes.parameters_b) as to_b,
        avg(slopes.estimate order by slopes.parameters_b) filter (where slopes.parameters_b > cells.size_a_low_b) as slope_above,
        avg(slopes.estimate order by slopes.parameters_b) filter (where slopes.parameters_b <= cells.size_a_low_b) as slope_below
    from cells
    inner join {{ ref('int_claim_slopes_bounded') }} as slopes using (basis, cohort_id, gamm)
    left join shapes on cells.cell_id = shapes.cell_id and slopes.benchmark_id = shapes.benchmark_id
    where
        cells.rule_family = 'gamm_slope' and slopes.term = 's(log_parameters_b)' and slopes.parameters_b is not null
        and {{ on_benchmark('cells', 'slopes') }}
        and (cells.measure = 'n_benchmarks_flatter' or {{ in_sizes('slopes.parameters_b', 'cells') }})
    group by all

),

-- raw and scaled curves by each smoother that both have
scaled_curves as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        min(correlation) as least,
        max(correlation) as greatest
    from (
        select
            scaled.cohort_id,
            raw.gamm,
            scaled.benchmark_id,
            corr(raw.estimate, scaled.estimate order by scaled.x) as correlation
        from {{ ref('int_gamm_smoother_points') }} as scaled
        inner join {{ ref('int_gamm_smoother_points') }} as raw
            using (cohort_id, benchmark_id, term, basis, k, row_selection, has_family_slopes, x)
        where scaled.gamm = 'size_scaled_clustered' and raw.gamm = 'size_clustered'
        group by scaled.cohort_id, raw.gamm, scaled.benchmark_id, scaled.basis, scaled.k, scaled.row_selection, scaled.has_family_slopes
        having isfinite(correlation)
    ) as correlations
    group by all

),

type_curves as (

    select
        *,
        regexp_extract(term, 'training_type=(.*)$', 1) as training_type,
        lead(x) over following as next_x,
        lead(estimate) over following as next_estimate
    from {{ ref('stat_gamm_curves') }}
    where gamm = 'size_by_type' and term like '%training_type=%'
    window following as (partition by cohort_id, benchmark_id, term order by x)

),

types as (

    select
        cell_id,
        cohort_id,
        measure,
        unnest(string_split(concat_ws('/', group_a, group_b), '/')) as training_type
    from cells
    where measure in ('type_correlation', 'mean_type_correlation') and basis = 'same_method'

),

-- pairs of the types that a claim names, where both have models; types differ in their sizes, so the
-- second curve is interpolated at the sizes of the first
similarities as (

    select
        types.cell_id,
        types.measure,
        a.benchmark_id,
        concat(a.benchmark_id, ', ', a.training_type, ' with ', b.training_type) as which,
        corr(
            a.estimate, b.estimate + (b.next_estimate - b.estimate) * (a.x - b.x) / (b.next_x - b.x)
            order by a.x
        ) as correlation
    from types
    inner join types as others using (cell_id)
    inner join type_curves as a on types.cohort_id = a.cohort_id and types.training_type = a.training_type
    inner join type_curves as b
        on a.cohort_id = b.cohort_id and a.benchmark_id = b.benchmark_id and a.x >= b.x and a.x < b.next_x
        and others.training_type = b.training_type and a.training_type < b.training_type
    group by all
    -- a flat curve has no shape to correlate
    having isfinite(correlation)

)

select
    *,
    case measure
        when 'linear' then line_share
        when 'linear_rise' then line_share
        when 'drawn_waves' then wave_share
        when 'n_benchmarks_never_falling' then count(*) filter (where is_never_falling) over of_claim
        when 'n_benchmarks_flatter' then slope_above - slope_below
        else mean_slope
    end as estimate,
    -- a slope is positive throughout where its lowest bound is, and somewhere where its highest is
    case measure
        when 'slope' then if(decision = 'positive' and not is_somewhere, lowest, highest_low)
        when 'drawn_waves' then wave_share
        when 'n_benchmarks_never_falling' then estimate
    end as low,
    case measure
        when 'slope' then if(decision = 'negative' and not is_somewhere, highest, lowest_high)
        when 'drawn_waves' then wave_share
        when 'n_benchmarks_never_falling' then n_benchmarks - count(*) filter (where is_falling) over of_claim
    end as high,
    n_benchmarks as n_of,
    case
        when measure = 'n_benchmarks_flatter' then slope_above < slope_below
        -- "no increase" is contradicted only by a rise, and supported by a fall throughout
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
    end as holds
from slopes
where measure != 'n_benchmarks_flatter' or (not is_sound and slope_above is not null and slope_below is not null)
window of_claim as (partition by cell_id)
union all by name
select
    cells.cell_id,
    cells.benchmark_id,
    scaled.correlation as estimate,
    scaled.max_difference_share,
    -- over smoothers, and over base families
    case when cells.is_sound then least(curves.least, scaled.ci_low) end as low,
    case when cells.is_sound then greatest(curves.greatest, scaled.ci_high) end as high,
    case when cells.is_sound then scaled.ci_low end as ci_low,
    case when cells.is_sound then scaled.ci_high end as ci_high,
    not cells.is_sound or (curves.least is not null and scaled.ci_low is not null) as can_decide,
    -- the error rate is that of the end by which curves count as similar; no simulation covers the opposite
    if(cells.is_sound and low >= cells.decision_value, scaled.type1_error, null) as type1_error,
    scaled.n_obs,
    scaled.n_families as n_bases
from cells
inner join {{ ref('stat_gamm_scaling') }} as scaled using (cohort_id, gamm, benchmark_id)
left join scaled_curves as curves using (cohort_id, gamm, benchmark_id)
where
    cells.measure = 'scaled_correlation' and cells.is_rerun
    and scaled.term = 's(log_parameters_b)' and scaled.correlation is not null
union all by name
select
    *,
    count(*) over of_claim as n_pairs,
    count(distinct benchmark_id) over of_claim as n_judged,
    avg(correlation order by correlation) over of_claim as mean_correlation,
    min(correlation) over of_claim as least_correlation,
    arg_min(which, correlation) over of_claim as least_of,
    if(measure = 'type_correlation', correlation, mean_correlation) as estimate
from similarities
window of_claim as (partition by cell_id)
