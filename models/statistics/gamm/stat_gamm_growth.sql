-- Whether the curve of size goes on rising: how many times the score at one size is that at another, with
-- an interval that covers those of all smoothers and the jackknife of base families (Efron and Stein
-- 1981), with any one family left out, and whether all of them rise beyond a size. Nothing is shown
-- beyond the largest size that five base families have or are near. What a logarithm drops is counted.
{% call add_names() %}
{% set from_b = var('growth_from_b') %}
{% set to_b = var('growth_to_b') %}
{% set sizes = [7, 13, 35] %}

-- curves that reach both sizes: what is called 70 B has 69
with reaching as (

    select
        cohort_id,
        benchmark_id
    from {{ ref('stat_gamm_curves') }}
    where gamm = 'size_clustered' and term = 's(log_parameters_b)'
    group by cohort_id, benchmark_id
    having min(x) <= ln({{ from_b }}) and max(x) >= ln({{ to_b }} * 0.97)

),

-- the largest size up to which a curve is read
largest as (

    select
        cohort_id,
        exp(max(log_parameters_b)) as largest_b
    from {{ ref('int_gamm_family_sizes') }}
    where n_near >= {{ fewest_near() }}
    group by cohort_id

),

differences as (

    select
        cohort_id,
        benchmark_id,
        unnest(growth, recursive := true)
    from {{ ref('fit_gamms') }}
    semi join reaching using (cohort_id, benchmark_id)
    where gamm = 'size_clustered'

),

-- the published smoother's without each family
jackknifed as (

    select
        left_out.cohort_id,
        left_out.benchmark_id,
        {{ jackknife_families('left_out.log_ratio', 'differences.log_ratio', 'left_out.base_family') }}
    from {{ ref('int_gamm_curves_left_out') }} as left_out
    inner join differences using (cohort_id, benchmark_id)
    where left_out.gamm = 'size_clustered' and differences.is_published
    group by left_out.cohort_id, left_out.benchmark_id

),

errors as (

    select * from {{ ref('stat_gamm_type1_errors') }}
    where gamm = 'size_clustered' and term = 's(log_parameters_b)'

),

ratios as (

    select
        cohort_id,
        benchmark_id,
        count(*) as n_smoothers,
        exp(max(log_ratio) filter (where is_published)) as ratio,
        min(log_ratio - critical_value * sum_of_errors) as lowest,
        max(log_ratio + critical_value * sum_of_errors) as highest
    from differences
    group by cohort_id, benchmark_id

),

slopes as (

    select
        *,
        row_number() over (partition by cohort_id, benchmark_id order by x) as place
    from {{ ref('stat_gamm_derivatives') }}
    where gamm = 'size_clustered' and term = 's(log_parameters_b)'

),

-- neighbouring points at which the curve rises
numbered as (

    select
        *,
        place - row_number() over (partition by cohort_id, benchmark_id order by x) as stretch
    from slopes
    where agreed_low > 0

),

stretches as (

    select
        cohort_id,
        benchmark_id,
        min(parameters_b) as least_b,
        max(parameters_b) as most_b
    from numbered
    group by cohort_id, benchmark_id, stretch

),

-- a rise beyond a size covers a factor of 1.5 there
rises as (

    select
        {% for size in sizes -%}
bool_or(least(most_b, largest_b) / greatest(least_b, {{ size }}) >= 1.5) as rises_beyond_{{ size }}b,
        {% endfor -%}
        cohort_id,
        benchmark_id
    from stretches
    inner join largest using (cohort_id)
    group by cohort_id, benchmark_id

),

zeros as (

    select
        cohort_id,
        benchmark_id,
        count(*) as n_zeros
    from {{ ref('int_cohort_scores_selected') }}
    where score_pct <= 0
    group by cohort_id, benchmark_id

)

select
    fits.cohort_id,
    fits.benchmark_id,
    {{ from_b }}::double as from_b,
    {{ to_b }}::double as to_b,
    ratios.ratio,
    ratios.lowest is not null
    and jackknifed.jackknife_std_error is not null
    and {{ to_b }} * 0.97 <= largest.largest_b as is_reached,
    case
        when is_reached
            then exp(
                least(ratios.lowest, ln(ratios.ratio) - jackknifed.jackknife_half_width)
                + jackknifed.most_down
            )
    end as ratio_low,
    case
        when is_reached
            then exp(
                greatest(ratios.highest, ln(ratios.ratio) + jackknifed.jackknife_half_width)
                + jackknifed.most_up
            )
    end as ratio_high,
    jackknifed.jackknife_std_error,
    jackknifed.n_families,
    largest.largest_b,
    {% for size in sizes -%}
case when fits.status = 'ok' then coalesce(rises.rises_beyond_{{ size }}b and errors.is_testable, false) end
            as rises_beyond_{{ size }}b,
    {% endfor -%}
    errors.type1_error,
    ratios.n_smoothers,
    fits.n_obs,
    coalesce(zeros.n_zeros, 0) as n_zeros,
    {{ var('confidence_level') }}::double as confidence_level,
    fits.status
from {{ ref('stat_gamm_fits') }} as fits
left join ratios using (cohort_id, benchmark_id)
left join jackknifed using (cohort_id, benchmark_id)
left join largest using (cohort_id)
left join rises using (cohort_id, benchmark_id)
left join errors using (cohort_id, benchmark_id)
left join zeros using (cohort_id, benchmark_id)
where fits.gamm = 'size_clustered'
{% endcall %}
