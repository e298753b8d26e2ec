{#
  The GAMM behind a claim's verdict. The sound method uses the same model with a random effect of the base
  family, so that tunes of one base do not count as independent rows. gamm: SQL of the claim's model.
#}
{% macro sound_gamm(gamm) -%}
    {{ gamm }} || '_clustered'
{%- endmacro %}

{#
  The GAMM behind the verdict of a cell, by its basis. cells: the relation with the columns basis and gamm.
#}
{% macro gamm_of_cell(cells) -%}
    case {{ cells }}.basis
        when 'sound_method' then {{ sound_gamm(cells ~ '.gamm') }}
        else {{ cells }}.gamm
    end
{%- endmacro %}

{#
  Whether two sizes are within a factor of 1.5, as a curve is read
  between families. log_a, log_b: SQL of their logarithms.
#}
{% macro is_near_size(log_a, log_b) -%}
    abs({{ log_a }} - {{ log_b }}) <= ln(1.5) + 1e-9
{%- endmacro %}

{# How many base families near a size let a contrast be decided there. #}
{% macro fewest_near() -%}
    5
{%- endmacro %}

{#
  The delete-a-family jackknife (Efron and Stein 1981) over rows that lack one base
  family each: how far one family moves an estimate, and the half-width of the
  interval. without, estimate: SQL of an estimate without a family, and of all.
#}
{% macro jackknife_families(without, estimate, family) -%}
    {%- set moved = '(' ~ without ~ ' - ' ~ estimate ~ ')' -%}
    count(*) as n_families,
        least(min({{ moved }}), 0) as most_down,
        greatest(max({{ moved }}), 0) as most_up,
        sqrt(
            (n_families - 1) / n_families * sum(pow({{ moved }}, 2) order by {{ family }})
        ) as jackknife_std_error,
        student_quantile(1 - {{ significance_level() }} / 2, n_families - 1)
        * jackknife_std_error as jackknife_half_width
{%- endmacro %}
