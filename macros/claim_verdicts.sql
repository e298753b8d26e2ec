{#-
  The verdict on one observation, by what decides of the claim's measure (decided_by of
  seeds/claims/claim_measures.csv). Columns of the observation: low and high, the least and the most that the
  figure can be; is_above and is_below, whether it is significantly on that side of zero; is_equivalent,
  margin, holds and can_decide. If a test finds nothing, that is the answer by the paper's own method; by the
  sound method the claim stays open.
-#}
{% macro verdict_of_observation() -%}
    case
        when not can_decide then 'inconclusive'
        when decided_by = 'number'
            then case
                when {{ meets_number('low') }} and {{ meets_number('high') }} then 'supported'
                when not {{ meets_number('low') }} and not {{ meets_number('high') }} then 'contradicted'
                else 'inconclusive'
            end
        when decided_by = 'statement' then coalesce({{ verdict_when('holds') }}, 'inconclusive')
        when decided_by = 'greater'
            then case when low > 0 then 'supported' when high < 0 then 'contradicted' else 'inconclusive' end
        when decided_by = 'less'
            then case when high < 0 then 'supported' when low > 0 then 'contradicted' else 'inconclusive' end
        when (decided_by = 'not_greater' and is_above) or (decided_by = 'not_less' and is_below)
            then 'contradicted'
        when decided_by in ('not_greater', 'not_less')
            then case
                when not is_sound or if(decided_by = 'not_greater', high < margin, low > -margin)
                    then 'supported'
                else 'inconclusive'
            end
        when decided_by = 'difference' and (is_above or is_below or not is_sound)
            then {{ verdict_when(meets_number('estimate')) }}
        when decided_by = 'difference'
            then case
                when decision = 'at_least' and decision_value <= 0 and is_equivalent then 'supported'
                when decision = 'at_most' and decision_value >= 0 and is_equivalent then 'supported'
                else 'inconclusive'
            end
        when is_above is null then 'inconclusive'
        when decided_by = 'effect'
            then case
                when
                    case direction
                        when 'positive' then is_above
                        when 'negative' then is_below
                        else is_above or is_below
                    end
                    then 'supported'
                when is_above or is_below or is_equivalent or not is_sound then 'contradicted'
                else 'inconclusive'
            end
        when decided_by = 'no_effect'
            then case
                when is_above or is_below then 'contradicted'
                when is_equivalent or not is_sound then 'supported'
                else 'inconclusive'
            end
    end
{%- endmacro %}


{#-
  The verdict on all observations of a claim together: all must support and one contradiction contradicts; or
  one supports and all must contradict (combined_by = any). A benchmark without a verdict leaves the claim
  open, unless each observation covers all benchmarks (whole).

  Arguments:
    verdict: SQL of the verdict on one observation.
    n_expected: SQL of the number of benchmarks of the claim.
-#}
{% macro verdict_of_all(verdict, n_expected, combined_by="'all'") -%}
    case
        when {{ combined_by }} != 'any' and bool_or({{ verdict }} = 'contradicted') then 'contradicted'
        when {{ combined_by }} = 'any' and bool_or({{ verdict }} = 'supported') then 'supported'
        when {{ combined_by }} != 'whole' and count(distinct benchmark_id) < {{ n_expected }}
            then 'inconclusive'
        when bool_and({{ verdict }} = 'supported') then 'supported'
        when bool_and({{ verdict }} = 'contradicted') then 'contradicted'
        else 'inconclusive'
    end
{%- endmacro %}
