-- Claims about two sizes: the fitted log score at one less that at another. How two points of a curve covary
-- is not kept; reading the curve takes them as independent. The sound interval covers those of all smoothers,
-- each with the sum of the two standard errors, which holds whatever their correlation is, times the multiple
-- that simulation finds large enough for any two sizes. It also covers the jackknife's of base families
-- (Efron and Stein 1981), with any one family left out.
with contrasts as (

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
            concat_ws(
                '-', {{ format_number('from_' ~ side ~ '_b', 3) }},
                if(to_{{ side }}_b > from_{{ side }}_b, {{ format_number('to_' ~ side ~ '_b', 3) }}, null)
            ) as sizes_{{ side }},
        {% endfor -%}
        estimate_a - estimate_b as estimate
    from {{ ref('int_claim_contrast_points') }}
    group by all
    having count(distinct side) = 2

),

bounded as (

    select
        contrasts.*,
        -- the claim is about the multiple
        if(errors.type1_error is not null, {{ significance_level() }}, null) as type1_error,
        coalesce(errors.is_testable, not contrasts.is_sound) as is_testable,
        if(errors.is_testable, null, 100 * errors.type1_error) as too_often_pct,
        if(
            contrasts.is_sound,
            coalesce(errors.contrast_critical_value, {{ critical_z() }}) * (error_a + error_b),
            {{ critical_z() }} * sqrt(pow(error_a, 2) + pow(error_b, 2))
        ) as half_width
    from contrasts
    left join {{ ref('stat_gamm_type1_errors') }} as errors
        on contrasts.is_sound and errors.term = 's(log_parameters_b)' and contrasts.gamm = errors.gamm
        and contrasts.cohort_id = errors.cohort_id and contrasts.benchmark_id = errors.benchmark_id

),

-- the contrast of the published smoother without each base family
left_out as (

    select
        points.cell_id,
        points.benchmark_id,
        without.base_family,
        avg(without.curve[points.point] order by points.point) filter (where points.side = 'a')
        - avg(without.curve[points.point] order by points.point) filter (where points.side = 'b') as estimate
    from {{ ref('int_claim_contrast_points') }} as points
    inner join {{ ref('int_gamm_curves_left_out') }} as without using (cohort_id, gamm, benchmark_id)
    where points.is_sound and points.smoother = 'as published'
    group by points.cell_id, points.benchmark_id, without.base_family

),

jackknifed as (

    select
        left_out.cell_id,
        left_out.benchmark_id,
        count(*) as n_families,
        least(min(left_out.estimate - contrasts.estimate), 0) as most_down,
        greatest(max(left_out.estimate - contrasts.estimate), 0) as most_up,
        sqrt(
            (n_families - 1) / n_families
            * sum(pow(left_out.estimate - contrasts.estimate, 2) order by left_out.base_family)
        ) as std_error,
        student_quantile(1 - {{ significance_level() }} / 2, n_families - 1) * std_error as half_width
    from left_out
    inner join contrasts using (cell_id, benchmark_id)
    where contrasts.smoother = 'as published'
    group by left_out.cell_id, left_out.benchmark_id

),

-- of the published smoother the estimate, of all of them the interval, at least that of the jackknife
intervals as (

    select
        bounded.cell_id,
        bounded.cohort_id,
        bounded.benchmark_id,
        arg_min(bounded.estimate, bounded.smoother) as estimate,
        least(
            min(bounded.estimate - bounded.half_width),
            arg_min(bounded.estimate, bounded.smoother) - any_value(jackknifed.half_width)
        ) + coalesce(any_value(jackknifed.most_down), 0) as ci_low,
        greatest(
            max(bounded.estimate + bounded.half_width),
            arg_min(bounded.estimate, bounded.smoother) + any_value(jackknifed.half_width)
        ) + coalesce(any_value(jackknifed.most_up), 0) as ci_high,
        bool_and(bounded.is_a_reached and bounded.is_b_reached) as is_reached,
        bool_and(bounded.is_testable and (not bounded.is_sound or jackknifed.n_families > 1)) as is_testable,
        max(bounded.type1_error) as type1_error,
        max(bounded.too_often_pct) as too_often_pct,
        arg_min(bounded.sizes_a, bounded.smoother) as sizes_a,
        arg_min(bounded.sizes_b, bounded.smoother) as sizes_b,
        arg_min(
            if(bounded.is_a_reached, bounded.sizes_b, bounded.sizes_a), bounded.smoother
        ) as sizes_unreached
    from bounded
    left join jackknifed using (cell_id, benchmark_id)
    group by bounded.cell_id, bounded.cohort_id, bounded.benchmark_id

),

-- what so many points are on the scale of the curves
margins as (

    select
        cohort_id,
        benchmark_id,
        ln(1 + {{ var('equivalence_margin_pct') }} / avg(score_pct order by score_pct)) as log_margin
    from {{ ref('int_cohort_scores_compared') }}
    group by cohort_id, benchmark_id

),

difference as (

    select
        intervals.cell_id,
        intervals.benchmark_id,
        intervals.estimate,
        intervals.ci_low,
        intervals.ci_high,
        intervals.ci_low > 0 as is_above,
        intervals.ci_high < 0 as is_below,
        coalesce(greatest(intervals.ci_high, -intervals.ci_low) < margins.log_margin, false) as is_equivalent,
        intervals.is_reached and intervals.is_testable as can_decide,
        intervals.type1_error,
        to_json({
            'sizes_a': intervals.sizes_a, 'sizes_b': intervals.sizes_b,
            'is_reached': intervals.is_reached, 'sizes_unreached': intervals.sizes_unreached,
            'is_testable': intervals.is_testable, 'too_often_pct': intervals.too_often_pct,
            'change_pct': 100 * (exp(intervals.estimate) - 1),
            'low_pct': 100 * (exp(intervals.ci_low) - 1),
            'high_pct': 100 * (exp(intervals.ci_high) - 1)
        }) as facts
    from intervals
    left join margins using (cohort_id, benchmark_id)

)

{{ observations('difference') }}
