{#
  The GAMM that a claim is judged by. A sound reading of a curve takes the same model with a random
  effect of the base family, whose bands do not count tunes of one base as independent rows.
  gamm: SQL of the model that the claim names.
#}
{% macro sound_gamm(gamm) -%}
{{ gamm }} || '_clustered'
{%- endmacro %}

{# The same by the basis of a cell. cells: the relation with the columns basis and gamm. #}
{% macro judged_gamm(cells) -%}
case {{ cells }}.basis when 'sound_method' then {{ sound_gamm(cells ~ '.gamm') }} else {{ cells }}.gamm end
{%- endmacro %}


{#- The curve of size of every fit by each smoother, by the basis that reads it; the paper's method has one. -#}
{% macro curves_by_smoother() -%}
    select
        unnest(['same_method', 'sound_method']) as basis,
        cohort_id,
        gamm,
        benchmark_id,
        'as published' as smoother,
        x,
        parameters_b,
        estimate,
        std_error
    from {{ ref('stat_gamm_curves') }}
    where term = 's(log_parameters_b)'
    union all by name
    select
        'sound_method' as basis,
        cohort_id,
        gamm,
        benchmark_id,
        concat_ws(' ', 'by', basis, k, row_selection, has_family_slopes) as smoother,
        x,
        exp(x) as parameters_b,
        estimate,
        std_error
    from {{ ref('int_gamm_smoother_points') }}
    where term = 's(log_parameters_b)'
{%- endmacro %}
