-- Claims about the fitted log score at one size less that at another. How two points of a curve covary is not kept.
-- Reading the curve takes them as independent. The sound interval covers those of all smoothers, of the model with a
-- random effect of the base family: each adds the two standard errors, which holds whatever their correlation is, with
-- the multiple that simulation finds large enough for any two sizes.
with sides as (

    select
        cell_id,
        basis,
        is_sound,
        cohort_id,
        gamm,
        benchmark_id,
        unnest([
            { 'side': 'a', 'size_a_low_b': size_a_low_b, 'size_a_high_b': size_a_high_b, 'is_peak': contains(group_a, 'max') },
            { 'side': 'b', 'size_a_low_b': size_b_low_b, 'size_a_high_b': size_b_high_b, 'is_peak': contains(group_b, 'max') }
        ], recursive := true)
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_contrast' and is_rerun

),

curves as (

    {{ curves_by_smoother() }}

),

-- a range is its points; one size is the point of the curve that is nearest to it
points as (

    select
        sides.* exclude (benchmark_id),
        curves.benchmark_id,
        curves.smoother,
        curves.parameters_b,
        curves.estimate,
        curves.std_error,
        row_number() over (of_side order by abs(ln(curves.parameters_b / sides.size_a_low_b)), curves.parameters_b) as place
    from sides
    inner join curves
        on sides.basis = curves.basis and sides.cohort_id = curves.cohort_id and sides.gamm = curves.gamm
        and {{ on_benchmark('sides', 'curves') }}
    where
        (coalesce(sides.size_a_low_b = sides.size_a_high_b, false) or {{ in_sizes('curves.parameters_b', 'sides') }})
    window of_side as (partition by sides.cell_id, sides.side, curves.benchmark_id, curves.smoother)

),

levels as (

    select
        cell_id,
        is_sound,
        cohort_id,
        gamm,
        benchmark_id,
        smoother,
        side,
        avg(estimate order by parameters_b) as estimate,
        avg(std_error order by parameters_b) as std_error,
        concat(
            {{ short('min(parameters_b)', 3) }}, if(max(parameters_b) > min(parameters_b), '-' || {{ short('max(parameters_b)', 3) }}, '')
        ) as sizes
    from (
        select * from points
        where place = 1 or coalesce(size_a_low_b != size_a_high_b, true)
        qualify
            not is_peak or row_number() over (
                partition by cell_id, side, benchmark_id, smoother order by estimate desc, parameters_b asc
            ) = 1
    ) as chosen
    group by cell_id, is_sound, cohort_id, gamm, benchmark_id, smoother, side

),

contrasts as (

    select
        a.cell_id,
        a.is_sound,
        a.cohort_id,
        a.gamm,
        a.benchmark_id,
        a.smoother,
        a.sizes as sizes_a,
        b.sizes as sizes_b,
        a.estimate - b.estimate as estimate,
        a.std_error + b.std_error as sum_of_errors,
        sqrt(pow(a.std_error, 2) + pow(b.std_error, 2)) as independent_error
    from levels as a
    inner join levels as b using (cell_id, benchmark_id, smoother)
    where a.side = 'a' and b.side = 'b'

),

bounded as (

    select
        contrasts.*,
        -- the multiple is the one that holds it
        if(errors.type1_error is not null, {{ significance_level() }}, null) as type1_error,
        coalesce(errors.is_testable, not contrasts.is_sound) as is_testable,
        if(
            contrasts.is_sound,
            coalesce(errors.contrast_critical_value, {{ critical_z() }}) * contrasts.sum_of_errors,
            {{ critical_z() }} * contrasts.independent_error
        ) as half_width
    from contrasts
    left join {{ ref('stat_gamm_type1_errors') }} as errors
        on
        contrasts.is_sound
        and contrasts.cohort_id = errors.cohort_id
        and contrasts.gamm = errors.gamm
        and contrasts.benchmark_id = errors.benchmark_id
        and errors.term = 's(log_parameters_b)'

)

-- of the published smoother the estimate, of all of them the interval
select
    cell_id,
    benchmark_id,
    arg_min(estimate, smoother) as estimate,
    min(bounded.estimate - half_width) as ci_low,
    max(bounded.estimate + half_width) as ci_high,
    ci_low > 0 as is_above,
    ci_high < 0 as is_below,
    bool_and(is_testable) as can_decide,
    max(type1_error) as type1_error,
    to_json({
        'sizes_a': arg_min(sizes_a, smoother),
        'sizes_b': arg_min(sizes_b, smoother),
        'change_pct': 100 * (exp(arg_min(estimate, smoother)) - 1),
        'low_pct': 100 * (exp(min(bounded.estimate - half_width)) - 1),
        'high_pct': 100 * (exp(max(bounded.estimate + half_width)) - 1)
    }) as facts
from bounded
group by cell_id, benchmark_id
