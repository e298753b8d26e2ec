{#-
  Whether an observed figure meets the number of a claim.

  Arguments:
    observed: SQL of the figure. The claim's decision, decision_value and tolerance are columns.
-#}
{% macro meets_number(observed) -%}
    case decision
        -- figures that print equal may differ in the last bit
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
  Whether an estimate with bounds holds. A printed number with a tolerance is wrong if the whole interval lies
  outside the tolerance. It is right if the interval lies within the tolerance, or holds the number and is at
  most as wide as seeds/claims/claim_bases.csv allows for the measure. Any other number is right or wrong
  where both bounds agree; a claim of significance is true or open. Else null.

  Arguments:
    least, most: SQL of the bounds, by the paper's own method the estimate itself. The claim's decision,
        decision_value and tolerance, p_value, significance_level, is_sound and widest are columns.
-#}
{% macro holds_within(least, most) -%}
    case
        when decision = 'significant' then if(p_value < significance_level, true, if(is_sound, null, false))
        when decision = 'equals'
            then case
                when
                    {{ least }} >= decision_value - tolerance - 1e-9
                    and {{ most }} <= decision_value + tolerance + 1e-9
                    then true
                when
                    {{ most }} < decision_value - tolerance - 1e-9
                    or {{ least }} > decision_value + tolerance + 1e-9
                    then false
                when
                    tolerance > 0 and decision_value between {{ least }} and {{ most }}
                    and {{ most }} - {{ least }} <= widest
                    then true
            end
        when {{ meets_number(least) }} and {{ meets_number(most) }} then true
        when not {{ meets_number(least) }} and not {{ meets_number(most) }} then false
    end
{%- endmacro %}


{#- A verdict from a condition; null if the condition is null. -#}
{% macro verdict_when(condition) -%}
    case when {{ condition }} then 'supported' when not ({{ condition }}) then 'contradicted' end
{%- endmacro %}


{#-
  Whether some places among so many meet the number of a claim and others do not: a claim that any place would
  meet, or none, cannot lose or cannot win.

  Arguments:
    n_levels: SQL of the number of places.
-#}
{% macro can_win_and_lose(n_levels) -%}
    len(list_distinct(
        list_transform(range(1, {{ n_levels }} + 1), lambda place: {{ meets_number('place') }})
    )) = 2
{%- endmacro %}


{#-
  Whether a comparison has too few degrees of freedom to decide anything.

  Arguments:
    warning: the column that holds the warning.
-#}
{% macro has_few_df(warning) -%}
    coalesce(contains({{ warning }}, 'degrees of freedom'), false)
{%- endmacro %}


{#-
  Whether a pair of int_claim_pairs_stacked is significant or may be: soundly, unless it is shown equal.

  Arguments:
    pairs: the relation.
-#}
{% macro may_be_significant(pairs) -%}
    if(
        starts_with({{ pairs }}.basis, 'sound'),
        not coalesce({{ pairs }}.is_equivalent, false),
        {{ is_significant(pairs ~ '.p_adjusted') }}
    )
{%- endmacro %}
