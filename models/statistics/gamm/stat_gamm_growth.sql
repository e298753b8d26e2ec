-- Whether the curve of size goes on rising: how many times the score at one size is that at another, with an interval
-- that covers those of all smoothers, and whether all of them rise beyond a size, over a stretch that is not one
-- point of the grid. What a logarithm drops is counted.
{% set from_b = var('growth_from_b', 7) %}
{% set to_b = var('growth_to_b', 70) %}
{#- A factor: a rise at one point of the grid is none. #}
{% set shortest_stretch = 1.5 %}

with curves as (

    select
        cohort_id,
        benchmark_id,
        'as published' as smoother,
        x,
        estimate,
        std_error
    from {{ ref('stat_gamm_curves') }}
    where gamm = 'size_clustered' and engine = 'reml' and term = 's(log_parameters_b)'
    union all by name
    select
        cohort_id,
        benchmark_id,
        concat_ws(' ', 'by', basis, k, row_selection, has_family_slopes) as smoother,
        x,
        estimate,
        std_error
    from {{ ref('int_gamm_smoother_points') }}
    where gamm = 'size_clustered' and term = 's(log_parameters_b)'

),

-- the points of a curve that are nearest to the two sizes, where they lie within it
differences as (

    select
        cohort_id,
        benchmark_id,
        smoother,
        arg_min(estimate, abs(x - ln({{ to_b }}))) - arg_min(estimate, abs(x - ln({{ from_b }}))) as difference,
        arg_min(std_error, abs(x - ln({{ to_b }}))) + arg_min(std_error, abs(x - ln({{ from_b }}))) as sum_of_errors
    from curves
    group by cohort_id, benchmark_id, smoother
    having min(x) <= ln({{ from_b }}) and max(x) >= ln({{ to_b }} * 0.97)

),

errors as (

    select * from {{ ref('stat_gamm_type1_errors') }}
    where gamm = 'size_clustered' and term = 's(log_parameters_b)'

),

ratios as (

    select
        differences.cohort_id,
        differences.benchmark_id,
        count(*) - 1 as n_smoothers,
        exp(arg_min(differences.difference, differences.smoother)) as ratio,
        exp(min(differences.difference - errors.contrast_critical_value * differences.sum_of_errors)) as ratio_low,
        exp(max(differences.difference + errors.contrast_critical_value * differences.sum_of_errors)) as ratio_high
    from differences
    left join errors using (cohort_id, benchmark_id)
    group by differences.cohort_id, differences.benchmark_id

),

-- by the published smoother, and by all
points as (

    select
        cohort_id,
        benchmark_id,
        parameters_b,
        unnest([
            { 'by_all': false, 'is_rising': coalesce(simultaneous_low > 0, false) },
            { 'by_all': true, 'is_rising': coalesce(agreed_low > 0, false) }
        ], recursive := true)
    from {{ ref('stat_gamm_derivatives') }}
    where gamm = 'size_clustered' and engine = 'reml' and term = 's(log_parameters_b)'

),

-- neighbours on the grid that rise have one number
numbered as (

    select
        *,
        row_number() over (partition by cohort_id, benchmark_id, by_all order by parameters_b)
        - row_number() over (partition by cohort_id, benchmark_id, by_all, is_rising order by parameters_b) as stretch
    from points

),

stretches as (

    select
        cohort_id,
        benchmark_id,
        by_all,
        is_rising,
        min(parameters_b) as low_b,
        max(parameters_b) as high_b
    from numbered
    group by cohort_id, benchmark_id, by_all, is_rising, stretch

),

slopes as (

    select
        stretches.cohort_id,
        stretches.benchmark_id,
        {% for size in [7, 13, 35] -%}
            {% set is_rise = 'is_rising and high_b >= ' ~ shortest_stretch ~ ' * greatest(low_b, ' ~ size ~ ')' -%}
            coalesce(bool_or({{ is_rise }}) filter (where not by_all), false) as rises_beyond_{{ size }}b_by_one,
            coalesce(bool_or({{ is_rise }}) filter (where by_all) and bool_and(errors.is_testable), false)
                as rises_beyond_{{ size }}b,
        {% endfor -%}
        any_value(errors.type1_error) as type1_error
    from stretches
    left join errors using (cohort_id, benchmark_id)
    group by stretches.cohort_id, stretches.benchmark_id

),

zeros as (

    select
        cohort_id,
        benchmark_id,
        n_obs as n_zeros
    from {{ ref('stat_lost_rows') }}
    where row_group = 'log_of_zero'

)

select
    fits.cohort_id,
    fits.benchmark_id,
    {{ from_b }}::double as from_b,
    {{ to_b }}::double as to_b,
    ratios.ratio,
    ratios.ratio_low,
    ratios.ratio_high,
    {% for size in [7, 13, 35] -%}
        slopes.rises_beyond_{{ size }}b,
        slopes.rises_beyond_{{ size }}b_by_one,
    {% endfor -%}
    slopes.type1_error,
    ratios.n_smoothers,
    fits.n_obs,
    coalesce(zeros.n_zeros, 0) as n_zeros,
    {{ var('confidence_level') }}::double as confidence_level,
    fits.status
from {{ ref('stat_gamm_fits') }} as fits
left join ratios using (cohort_id, benchmark_id)
left join slopes using (cohort_id, benchmark_id)
left join zeros using (cohort_id, benchmark_id)
where fits.gamm = 'size_clustered' and fits.engine = 'reml'
