-- Claims about the fitted log score at one size less that at another. How two points of a curve
-- covary is not kept. Reading the curve takes them as independent; the sound interval adds their
-- standard errors, which holds whatever their correlation is, of the model with a random effect of
-- the base family.
with sides as (

    select
        cell_id,
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

-- a range is its points; one size is the point of the curve that is nearest to it
points as (

    select
        sides.* exclude (benchmark_id),
        curves.benchmark_id,
        curves.parameters_b,
        curves.estimate,
        curves.std_error,
        row_number() over (of_side order by abs(ln(curves.parameters_b / sides.size_a_low_b)), curves.parameters_b) as place
    from sides
    inner join {{ ref('stat_gamm_curves') }} as curves
        on sides.cohort_id = curves.cohort_id and sides.gamm = curves.gamm and {{ on_benchmark('sides', 'curves') }}
    where
        curves.engine = 'reml' and curves.term = 's(log_parameters_b)' and curves.parameters_b is not null
        and (coalesce(sides.size_a_low_b = sides.size_a_high_b, false) or {{ in_sizes('curves.parameters_b', 'sides') }})
    window of_side as (partition by sides.cell_id, sides.side, curves.benchmark_id)

),

levels as (

    select
        cell_id,
        is_sound,
        benchmark_id,
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
                partition by cell_id, side, benchmark_id order by estimate desc, parameters_b asc
            ) = 1
    ) as chosen
    group by cell_id, is_sound, benchmark_id, side

),

contrasts as (

    select
        a.cell_id,
        a.benchmark_id,
        a.sizes as sizes_a,
        b.sizes as sizes_b,
        a.estimate - b.estimate as estimate,
        {{ critical_z() }}
        * if(a.is_sound, a.std_error + b.std_error, sqrt(pow(a.std_error, 2) + pow(b.std_error, 2))) as half_width
    from levels as a
    inner join levels as b using (cell_id, benchmark_id)
    where a.side = 'a' and b.side = 'b'

)

select
    cell_id,
    benchmark_id,
    estimate,
    estimate - half_width as ci_low,
    estimate + half_width as ci_high,
    ci_low > 0 as is_above,
    ci_high < 0 as is_below,
    to_json({
        'sizes_a': sizes_a,
        'sizes_b': sizes_b,
        'change_pct': 100 * (exp(estimate) - 1),
        'low_pct': 100 * (exp(ci_low) - 1),
        'high_pct': 100 * (exp(ci_high) - 1)
    }) as facts
from contrasts
