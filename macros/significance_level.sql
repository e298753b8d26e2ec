{#-
  The level of every test: one minus the confidence level of the intervals.
-#}
{% macro significance_level() -%}
round(1 - {{ var('confidence_level') }}::double, 12)
{%- endmacro %}


{#- The level of every interval as a reader wants it: 95 %. -#}
{% macro confidence_in_words() -%}
    {{ short('100 * ' ~ var('confidence_level')) }} || ' %'
{%- endmacro %}


{#-
  How many standard errors a normal estimate lies from 0 where it is just significant, by a function
  that the plugin brings, since DuckDB has none.

  Arguments:
    tails: 2 for a two-sided test, 1 for a one-sided one.
-#}
{% macro critical_z(tails=2) -%}
    normal_quantile(1 - {{ significance_level() }} / {{ tails }})
{%- endmacro %}
