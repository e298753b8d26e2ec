{#-
  The level of every test: one minus the confidence level of the intervals.
-#}
{% macro significance_level() -%}
round(1 - {{ var('confidence_level') }}::double, 12)
{%- endmacro %}


{#-
  Whether a p-value is significant: the one place that compares p-values with a level. The p-value must be
  adjusted for the family of tests (docs/comparisons.md); columns from other p-values end in _unadjusted.

  Arguments:
    p_value: SQL of the p-value.
    level: SQL of the level, if a claim states its own.
-#}
{% macro is_significant(p_value, level=none) -%}
    ({{ p_value }} < {{ level or significance_level() }})
{%- endmacro %}


{#-
  Holm's adjustment over a family of tests (1979, Scandinavian Journal of Statistics 6,
  65-70): the smallest p-value is multiplied by the number of tests, the next by one less,
  and none may fall below an earlier one. A test without a p-value is not in the family.

  Arguments:
    p_value: SQL of the p-value.
    family: columns that identify a family, as in a partition by.
-#}
{% macro holm(p_value, family) -%}
    case
        when {{ p_value }} is not null
            then least(1, list_max(list_transform(
                list_reverse_sort(
                    list({{ p_value }}) filter ({{ p_value }} is not null) over (partition by {{ family }})
                ),
                lambda holm_p, holm_rank: if(holm_p <= {{ p_value }}, holm_p * holm_rank, 0)
            )))
    end
{%- endmacro %}


{#-
  A p-value of a pair of groups adjusted both for all pairs of its factor on the benchmark and for
  all benchmarks of the pair: the larger of Holm's two.

  Arguments:
    p_value: SQL of the p-value.
    tests: columns that identify the tests apart from benchmark and pair, as in a partition by.
-#}
{% macro holm_over_pairs_and_benchmarks(p_value, tests) -%}
    greatest(
        {{ holm(p_value, tests ~ ', benchmark_id') }},
        {{ holm(p_value, tests ~ ', group_a, group_b') }}
    )
{%- endmacro %}


{#- The level of every interval in words: 95 %. -#}
{% macro format_confidence() -%}
    {{ format_number('100 * ' ~ var('confidence_level')) }} || ' %'
{%- endmacro %}


{#-
  The critical value of a normal statistic, by a function of the plugin, as DuckDB has none.

  Arguments:
    tails: 2 for a two-sided test, 1 for a one-sided one.
-#}
{% macro critical_z(tails=2) -%}
    normal_quantile(1 - {{ significance_level() }} / {{ tails }})
{%- endmacro %}


{#-
  Whether a type I error rate is close enough to the level of the tests for their decisions
  to count: between three fifths and seven fifths of it, 3 to 7 % at a level of 5 %.

  Arguments:
    rate: SQL of the rate.
    margin: SQL of the distance that the rate must keep from both bounds.
-#}
{% macro holds_level(rate, margin=0) -%}
    ({{ rate }} - {{ margin }} >= round(0.6 * {{ significance_level() }}, 12)
    and {{ rate }} + {{ margin }} <= round(1.4 * {{ significance_level() }}, 12))
{%- endmacro %}


{#-
  The warning of a row's test, also if its error rate exceeds largest_type1_error or is
  unknown; null without a warning. Reads the columns warning, p_value and type1_error.
-#}
{% macro error_rate_warning() -%}
    case
        when warning is not null or p_value is null then warning
        when coalesce(type1_error > {{ var('largest_type1_error') }}, true)
            then concat(
                'the test rejects in ',
                coalesce({{ format_number('100 * type1_error', 2) }}, 'an unknown share'),
                ' % of samples without an effect'
            )
    end
{%- endmacro %}


{#-
  Half the width of the interval at the level at which Holm's method tests a row: the level of every test
  divided by what the adjustment multiplied the p-value by. So the interval excludes zero where the row is
  significant. Null for a row that is not tested. Reads estimate's std_error, df_den, p_value and p_adjusted.
-#}
{% macro holm_margin() -%}
    std_error * student_quantile(1 - {{ significance_level() }} * p_value / p_adjusted / 2, df_den)
{%- endmacro %}


{#-
  The rows of a fit of the field with their p-values adjusted by Holm, and intervals at Holm's levels.
  Rows that cannot be trusted do not count as tests.

  Arguments:
    fit: the relation.
    family: columns that identify a family, as in a partition by.
-#}
{% macro adjust_field_tests(fit, family) -%}
with rated as (

    select * replace ({{ error_rate_warning() }} as warning)
    from {{ fit }}

),

trusted as (

    select
        *,
        if(warning is null, p_value, null) as p_trusted
    from rated

),

adjusted as (

    select
        * exclude (p_trusted),
        {{ holm('p_trusted', family) }} as p_adjusted
    from trusted

)

select
    *,
    estimate - {{ holm_margin() }} as ci_low_holm,
    estimate + {{ holm_margin() }} as ci_high_holm,
    {{ is_significant('p_adjusted') }} as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from adjusted
{%- endmacro %}
