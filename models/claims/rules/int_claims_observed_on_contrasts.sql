-- Claims about two sizes: the fitted log score at one less that at another. How two points of a curve covary is not
-- kept; reading the curve takes them as independent, and the sound interval covers those of all smoothers, each with the
-- sum of the two standard errors, which holds whatever their correlation is, and the multiple that simulation finds
-- large enough for any two sizes, and at least the jackknife's of base families (Efron and Stein 1981), with any one
-- family left out. A contrast is decided at sizes that five base families have or are near.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_contrast' and is_rerun

),

sides as (

    select
        * exclude (size_a_low_b, size_a_high_b),
        unnest([
            { 'side': 'a', 'size_a_low_b': size_a_low_b, 'size_a_high_b': size_a_high_b, 'is_peak': contains(group_a, 'max') },
            { 'side': 'b', 'size_a_low_b': size_b_low_b, 'size_a_high_b': size_b_high_b, 'is_peak': contains(group_b, 'max') }
        ], recursive := true)
    from cells

),

-- a range is its points; one size is the point of the curve that is nearest to it
read_points as (

    select
        sides.* exclude (benchmark_id),
        curves.benchmark_id,
        curves.smoother,
        curves.point,
        curves.parameters_b,
        curves.estimate,
        curves.std_error,
        coalesce(sides.size_a_low_b = sides.size_a_high_b, false) as is_one_size
    from sides
    inner join {{ ref('int_claim_curves_stacked') }} as curves using (basis, cohort_id, gamm)
    where {{ on_benchmark('sides', 'curves') }} and (is_one_size or {{ in_sizes('curves.parameters_b', 'sides') }})
    qualify
        not is_one_size
        or row_number() over (
            partition by sides.cell_id, sides.side, curves.benchmark_id, curves.smoother
            order by abs(ln(curves.parameters_b / sides.size_a_low_b)), curves.parameters_b
        ) = 1

),

-- how many base families have a size near a point, if it lies among those that five families are near
reached as (

    select
        points.cohort_id,
        points.parameters_b,
        count(*) filter (where {{ is_near_size('ln(points.parameters_b)', 'sizes.log_parameters_b') }}) as n_near,
        -- but for 3 %, as 70 B is 69 or 72
        ln(points.parameters_b) between min(sizes.log_parameters_b) filter (where sizes.n_near >= {{ fewest_near() }}) - 0.03
        and max(sizes.log_parameters_b) filter (where sizes.n_near >= {{ fewest_near() }}) + 0.03 as is_among
    from (select distinct cohort_id, parameters_b from read_points where is_sound) as points
    inner join {{ ref('int_gamm_family_sizes') }} as sizes using (cohort_id)
    group by points.cohort_id, points.parameters_b

),

-- soundly, of a range the points that families reach, and of a peak the highest of them
compared as (

    select
        read_points.*,
        not is_sound or coalesce(reached.is_among and reached.n_near >= {{ fewest_near() }}, false) as is_reached
    from read_points
    left join reached using (cohort_id, parameters_b)
    window side_points as (partition by cell_id, side, benchmark_id, smoother)
    qualify
        (is_reached or not bool_or(is_reached) over side_points)
        and (
            not is_peak
            or row_number() over (side_points order by is_reached desc, estimate desc, parameters_b) = 1
        )

),

contrasts as (

    select
        cell_id,
        is_sound,
        cohort_id,
        gamm,
        benchmark_id,
        smoother,
        {% for side in ['a', 'b'] -%}
            {%- set of_side = "filter (where side = '" ~ side ~ "')" -%}
            avg(estimate order by parameters_b) {{ of_side }} as estimate_{{ side }},
            avg(std_error order by parameters_b) {{ of_side }} as error_{{ side }},
            bool_and(is_reached) {{ of_side }} as is_{{ side }}_reached,
            min(parameters_b) {{ of_side }} as from_{{ side }}_b,
            max(parameters_b) {{ of_side }} as to_{{ side }}_b,
            concat({{ format_number('from_' ~ side ~ '_b', 3) }}, if(to_{{ side }}_b > from_{{ side }}_b, '-' || {{ format_number('to_' ~ side ~ '_b', 3) }}, ''))
                as sizes_{{ side }},
        {% endfor -%}
        estimate_a - estimate_b as estimate
    from compared
    group by all
    having count(distinct side) = 2

),

bounded as (

    select
        contrasts.*,
        -- the claim is about the multiple
        if(errors.type1_error is not null, {{ significance_level() }}, null) as type1_error,
        coalesce(errors.is_testable, not contrasts.is_sound) as is_testable,
        if(
            contrasts.is_sound,
            coalesce(errors.contrast_critical_value, {{ critical_z() }}) * (error_a + error_b),
            {{ critical_z() }} * sqrt(pow(error_a, 2) + pow(error_b, 2))
        ) as half_width
    from contrasts
    left join {{ ref('stat_gamm_type1_errors') }} as errors
        on
        contrasts.is_sound and errors.term = 's(log_parameters_b)'
        and (contrasts.cohort_id, contrasts.gamm, contrasts.benchmark_id) = (errors.cohort_id, errors.gamm, errors.benchmark_id)

),

-- the contrast of the published smoother without each base family
left_out as (

    select
        compared.cell_id,
        compared.benchmark_id,
        without.base_family,
        avg(without.curve[compared.point] order by compared.point) filter (where compared.side = 'a')
        - avg(without.curve[compared.point] order by compared.point) filter (where compared.side = 'b') as estimate
    from compared
    inner join {{ ref('int_gamm_curves_left_out') }} as without using (cohort_id, gamm, benchmark_id)
    where compared.is_sound and compared.smoother = 'as published'
    group by compared.cell_id, compared.benchmark_id, without.base_family

),

jackknifed as (

    select
        left_out.cell_id,
        left_out.benchmark_id,
        count(*) as n_families,
        least(min(left_out.estimate - contrasts.estimate), 0) as most_down,
        greatest(max(left_out.estimate - contrasts.estimate), 0) as most_up,
        sqrt((n_families - 1) / n_families * sum(pow(left_out.estimate - contrasts.estimate, 2) order by left_out.base_family))
            as jackknife_error,
        student_quantile(1 - {{ significance_level() }} / 2, n_families - 1) * jackknife_error as jackknife_half_width
    from left_out
    inner join contrasts using (cell_id, benchmark_id)
    where contrasts.smoother = 'as published'
    group by left_out.cell_id, left_out.benchmark_id

),

-- of the published smoother the estimate, of all of them the interval, at least that of the jackknife
intervals as (

    select
        bounded.cell_id,
        bounded.benchmark_id,
        arg_min(bounded.estimate, bounded.smoother) as published,
        any_value(jackknifed.n_families) as n_families,
        any_value(jackknifed.jackknife_error) as jackknife_error,
        least(min(bounded.estimate - bounded.half_width), published - any_value(jackknifed.jackknife_half_width))
        + coalesce(any_value(jackknifed.most_down), 0) as ci_low,
        greatest(max(bounded.estimate + bounded.half_width), published + any_value(jackknifed.jackknife_half_width))
        + coalesce(any_value(jackknifed.most_up), 0) as ci_high,
        bool_and(bounded.is_a_reached and bounded.is_b_reached) as is_reached,
        is_reached and bool_and(bounded.is_testable and (not bounded.is_sound or jackknifed.n_families > 1)) as can_decide,
        max(bounded.type1_error) as type1_error,
        arg_min(bounded.sizes_a, bounded.smoother) as sizes_a,
        arg_min(bounded.sizes_b, bounded.smoother) as sizes_b,
        arg_min(if(bounded.is_a_reached, bounded.sizes_b, bounded.sizes_a), bounded.smoother) as sizes_unreached,
        any_value(bounded.cohort_id) as cohort_id
    from bounded
    left join jackknifed using (cell_id, benchmark_id)
    group by bounded.cell_id, bounded.benchmark_id

),

-- what so many points are on the scale of the curves
margins as (

    select
        cohort_id,
        benchmark_id,
        ln(1 + {{ var('equivalence_margin_pct') }} / avg(score_pct order by score_pct)) as log_margin
    from {{ ref('int_cohort_scores_compared') }}
    group by cohort_id, benchmark_id

)

select
    intervals.* exclude (cohort_id, published),
    intervals.published as estimate,
    intervals.ci_low > 0 as is_above,
    intervals.ci_high < 0 as is_below,
    coalesce(greatest(intervals.ci_high, -intervals.ci_low) < margins.log_margin, false) as is_equivalent,
    100 * (exp(intervals.published) - 1) as change_pct,
    100 * (exp(intervals.ci_low) - 1) as low_pct,
    100 * (exp(intervals.ci_high) - 1) as high_pct
from intervals
left join margins using (cohort_id, benchmark_id)
