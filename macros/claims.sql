{#-
  One end of a range of sizes that a claim names: <1.31B, >6.65B, 3-7B, 180B; null where it is open.

  Arguments:
    text: the column that holds the name.
    end: low or high.
-#}
{% macro size_bound(text, end) -%}
    coalesce(
        try_cast(nullif(regexp_extract({{ text }}, '^([0-9.]+)B$', 1), '') as double),
        try_cast(nullif(regexp_extract({{ text }}, '^([0-9.]+)-([0-9.]+)B$', {{ 1 if end == 'low' else 2 }}), '') as double),
        try_cast(nullif(regexp_extract({{ text }}, '^{{ ">" if end == "low" else "<" }}=?([0-9.]+)B$', 1), '') as double)
    )
{%- endmacro %}


{#- A pattern for a number: digits, a point and more digits, an exponent; no comma, no other sign. -#}
{% macro number_pattern(signed=false) -%}
    {{ '[+-]?' if signed }}[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?
{%- endmacro %}


{#- A text that such a pattern has found as a number, null where there is none or it is too large. -#}
{% macro finite_number(text) -%}
    case when isfinite(try_cast(nullif({{ text }}, '') as double)) then try_cast({{ text }} as double) end
{%- endmacro %}


{#- What a sign of comparison means, as a claim's decision; none is equality. -#}
{% macro operator_name(sign) -%}
    case {{ sign }}
        when '>=' then 'at_least'
        when '<=' then 'at_most'
        when '>' then 'above'
        when '<' then 'below'
        when '' then 'equals'
    end
{%- endmacro %}


{#-
  Whether an observed figure meets the number that a claim expects.

  Arguments:
    observed: SQL of the figure. The claim's decision, decision_value and tolerance are columns.
-#}
{% macro meets_number(observed) -%}
    case decision
        -- figures that are equal in print may differ in the last bit
        when 'equals' then abs({{ observed }} - decision_value) <= tolerance + 1e-9
        when 'at_least' then {{ observed }} >= decision_value
        when 'at_most' then {{ observed }} <= decision_value
        when 'above' then {{ observed }} > decision_value
        when 'below' then {{ observed }} < decision_value
        when 'positive' then {{ observed }} > 0
        when 'negative' then {{ observed }} < 0
    end
{%- endmacro %}


{#-
  Whether a difference has the sign that a claim gives it; any sign where the claim gives none.

  Arguments:
    estimate: SQL of the difference.
    direction: SQL of the claim's direction, as in claims.dim_claims.
-#}
{% macro has_direction(estimate, direction) -%}
    coalesce(({{ estimate }} > 0) = ({{ direction }} = 'positive'), true)
{%- endmacro %}


{#-
  Whether a comparison is warned of too few degrees of freedom, so that it decides nothing.

  Arguments:
    warning: the column that holds the warning.
-#}
{% macro has_few_df(warning) -%}
    coalesce(contains({{ warning }}, 'degrees of freedom'), false)
{%- endmacro %}


{#- A verdict of two values, null where the condition is. -#}
{% macro verdict_when(condition) -%}
    case when {{ condition }} then 'supported' when not ({{ condition }}) then 'contradicted' end
{%- endmacro %}


{#-
  The verdict on several benchmarks together: one contradiction contradicts, all must support, and a
  benchmark that could not be judged leaves the claim open.

  Arguments:
    verdict: SQL of the verdict on one benchmark.
    n_expected: SQL of the number of benchmarks that the claim is about.
-#}
{% macro verdict_of_all(verdict, n_expected) -%}
    case
        when bool_or({{ verdict }} = 'contradicted') then 'contradicted'
        when bool_and({{ verdict }} = 'supported') and count(*) >= {{ n_expected }} then 'supported'
        else 'inconclusive'
    end
{%- endmacro %}


{#-
  The verdict on a count of which only bounds are known, since some parts are open or missing.

  Arguments:
    low, high: SQL of the fewest and the most it can be. The claim's decision, decision_value and
      tolerance are columns.
-#}
{% macro verdict_between(low, high) -%}
    case
        when {{ meets_number(low) }} and {{ meets_number(high) }} then 'supported'
        when not {{ meets_number(low) }} and not {{ meets_number(high) }} then 'contradicted'
        else 'inconclusive'
    end
{%- endmacro %}


{#- A number as a reader wants it in a line of text. -#}
{% macro short(number, digits=4) -%}
    format('{:.{{ digits }}g}', {{ number }}::double)
{%- endmacro %}


{#- A whole number with its thousands apart. -#}
{% macro counted(number) -%}
    format('{:,}', ({{ number }})::bigint)
{%- endmacro %}


{#- A p-value in words: p < 0.001 where it is smaller. -#}
{% macro p_in_words(p) -%}
    case when {{ p }} < 0.001 then 'p < 0.001' else 'p = ' || {{ short(p, 2) }} end
{%- endmacro %}


{#- A difference of scores with its sign. -#}
{% macro points(number) -%}
    replace(format('{:+.1f}', ({{ number }})::double), '-', '−')
{%- endmacro %}


{#- An interval in words, and what of it. -#}
{% macro interval(low, high) -%}
    concat('[', {{ points(low) }}, ', ', {{ points(high) }}, ']')
{%- endmacro %}


{#- A level as it stands in a sentence: a range of sizes with its unit. -#}
{% macro level_name(level, factor) -%}
    case {{ factor }} when 'parameter_range' then {{ level }} || ' B' else {{ level }} end
{%- endmacro %}


{#- A factor as it stands in a sentence. -#}
{% macro factor_name(factor) -%}
    case {{ factor }}
        when 'parameter_range' then 'ranges of size'
        when 'training_type' then 'training types'
        when 'architecture_family' then 'architecture families'
        else replace({{ factor }}, '_', ' ')
    end
{%- endmacro %}
