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


{#- A text found by number_pattern as a number; null without a match or if it is too large. -#}
{% macro finite_number(text) -%}
    case when isfinite(try_cast(nullif({{ text }}, '') as double)) then try_cast({{ text }} as double) end
{%- endmacro %}


{#- The decision of a claim by its sign of comparison; no sign means equality. -#}
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
  Whether an estimate with bounds holds. A printed number with a tolerance is wrong if the whole interval lies outside the
  tolerance. It is right if the interval lies within the tolerance, or holds the number and is at most as wide as
  seeds/claims/claim_bases.csv allows for the measure. Any other number is right or wrong where both bounds agree;
  a claim of significance is true or open. Else null.

  Arguments:
    least, most: SQL of the bounds, by the paper's own method the estimate itself. The claim's decision, decision_value
        and tolerance, p_value, significance_level, is_sound and widest are columns.
-#}
{% macro holds_within(least, most) -%}
    case
        when decision = 'significant' then if(p_value < significance_level, true, if(is_sound, null, false))
        when decision = 'equals' and {{ least }} >= decision_value - tolerance - 1e-9 and {{ most }} <= decision_value + tolerance + 1e-9 then true
        when decision = 'equals' and ({{ most }} < decision_value - tolerance - 1e-9 or {{ least }} > decision_value + tolerance + 1e-9) then false
        when decision = 'equals' and tolerance > 0 and decision_value between {{ least }} and {{ most }} and {{ most }} - {{ least }} <= widest then true
        when decision = 'equals' then null
        when {{ meets_number(least) }} and {{ meets_number(most) }} then true
        when not {{ meets_number(least) }} and not {{ meets_number(most) }} then false
    end
{%- endmacro %}


{#-
  Whether a comparison has too few degrees of freedom to decide anything.

  Arguments:
    warning: the column that holds the warning.
-#}
{% macro has_few_df(warning) -%}
    coalesce(contains({{ warning }}, 'degrees of freedom'), false)
{%- endmacro %}


{#- A verdict from a condition; null if the condition is null. -#}
{% macro verdict_when(condition) -%}
    case when {{ condition }} then 'supported' when not ({{ condition }}) then 'contradicted' end
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
  The verdict on one observation, by what decides of the claim's measure (decided_by of
  seeds/claims/claim_measures.csv). Columns of the observation: low and high, the least and the most that the
  figure can be; is_above and is_below, whether it is significantly on that side of zero; is_equivalent,
  margin, holds and can_decide. If a test finds nothing, that is the answer by the paper's own method; by the sound
  method the claim stays open.
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
        when (decided_by = 'not_greater' and is_above) or (decided_by = 'not_less' and is_below) then 'contradicted'
        when decided_by in ('not_greater', 'not_less')
            then case
                when not is_sound or if(decided_by = 'not_greater', high < margin, low > -margin) then 'supported'
                else 'inconclusive'
            end
        when decided_by = 'difference' and (is_above or is_below or not is_sound) then {{ verdict_when(meets_number('estimate')) }}
        when decided_by = 'difference'
            then case
                when decision = 'at_least' and decision_value <= 0 and is_equivalent then 'supported'
                when decision = 'at_most' and decision_value >= 0 and is_equivalent then 'supported'
                else 'inconclusive'
            end
        when is_above is null then 'inconclusive'
        when decided_by = 'effect'
            then case
                when case direction when 'positive' then is_above when 'negative' then is_below else is_above or is_below end
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
  one supports and all must contradict (combined_by = any). A benchmark without a verdict leaves the claim open, unless
  each observation covers all benchmarks (whole).

  Arguments:
    verdict: SQL of the verdict on one observation.
    n_expected: SQL of the number of benchmarks of the claim.
-#}
{% macro verdict_of_all(verdict, n_expected, combined_by="'all'") -%}
    case
        when {{ combined_by }} != 'any' and bool_or({{ verdict }} = 'contradicted') then 'contradicted'
        when {{ combined_by }} = 'any' and bool_or({{ verdict }} = 'supported') then 'supported'
        when {{ combined_by }} != 'whole' and count(distinct benchmark_id) < {{ n_expected }} then 'inconclusive'
        when bool_and({{ verdict }} = 'supported') then 'supported'
        when bool_and({{ verdict }} = 'contradicted') then 'contradicted'
        else 'inconclusive'
    end
{%- endmacro %}


{#- A number for a line of text. -#}
{% macro format_number(number, digits=4) -%}
    format('{:.{{ digits }}g}', {{ number }}::double)
{%- endmacro %}


{#- A whole number with thousands separated. -#}
{% macro format_count(number) -%}
    format('{:,}', ({{ number }})::bigint)
{%- endmacro %}


{#- How many of so many: none of 6, 4 of 6, all 6. -#}
{% macro count_of(n, m) -%}
    case {{ n }} when 0 then 'none of ' || {{ m }} when {{ m }} then 'all ' || {{ m }} else {{ n }} || ' of ' || {{ m }} end
{%- endmacro %}


{#- A difference of scores with its sign. -#}
{% macro format_points(number) -%}
    replace(format('{:+.1f}', ({{ number }})::double), '-', '−')
{%- endmacro %}


{#- An interval of differences; null where there is none. -#}
{% macro format_interval(low, high) -%}
    '[' || {{ format_points(low) }} || ', ' || {{ format_points(high) }} || ']'
{%- endmacro %}


{#- A level for a sentence: a range of sizes with its unit. -#}
{% macro level_name(level, factor) -%}
    case {{ factor }} when 'parameter_range' then {{ level }} || ' B' else {{ level }} end
{%- endmacro %}


{#- A term of a GAMM for a sentence: a benchmark, the size of a model, or a factor. -#}
{% macro term_name(term) -%}
    coalesce(
        (
            select any_value(named.benchmark_name)
            from {{ ref('dim_benchmarks') }} as named
            where {{ term }} = 's(log_' || named.benchmark_id || ')'
        ),
        if(
            starts_with({{ term }}, 's(log_parameters_b)'),
            replace(replace({{ term }}, 's(log_parameters_b)', 'model size'), ':training_type=', ' within the type '),
            replace(regexp_replace({{ term }}, '^s\((.*)\)$', '\1'), '_', ' ')
        )
    )
{%- endmacro %}


{#- A factor for a sentence. -#}
{% macro factor_name(factor) -%}
    case {{ factor }}
        when 'parameter_range' then 'ranges of size'
        when 'training_type' then 'training types'
        when 'architecture_family' then 'architecture families'
        else replace({{ factor }}, '_', ' ')
    end
{%- endmacro %}


{#-
  Whether a statistic has the benchmark of a claim, or the claim covers all benchmarks.

  Arguments:
    cells, statistics: the two relations, each with a column benchmark_id.
-#}
{% macro on_benchmark(cells, statistics) -%}
    ({{ cells }}.benchmark_id = {{ statistics }}.benchmark_id or {{ cells }}.benchmark_id = 'all')
{%- endmacro %}


{#-
  Whether a size lies in a claim's range for a group, ends included.

  Arguments:
    size: SQL of the size, in billions of parameters.
    cells: the relation of the claim.
    side: a or b.
-#}
{% macro in_sizes(size, cells, side='a') -%}
    {{ size }} between coalesce({{ cells }}.size_{{ side }}_low_b, 0)
    and coalesce({{ cells }}.size_{{ side }}_high_b, 'infinity'::double)
{%- endmacro %}


{#-
  What a claim may write for a group, in words.

  Arguments:
    takes: SQL of what its rule takes (takes_group_a or takes_group_b of seeds/claims/claim_rules.csv).
-#}
{% macro group_to_write(takes) -%}
    case
        when {{ takes }} = 'none' then 'nothing there, for the rule reads nothing'
        when {{ takes }} = 'free' then 'anything'
        when {{ takes }} = 'level' then 'a range of sizes, a training type or an architecture family'
        when {{ takes }} = 'type' then 'a training type'
        when {{ takes }} = 'types' then 'training types, with / between them'
        when {{ takes }} = 'factor' then 'parameter_range, training_type or architecture_family'
        when {{ takes }} = 'level_or_factor' then 'a level, or parameter_range, training_type or architecture_family'
        when {{ takes }} = 'ability' then 's(log_ARC) or the like, of another benchmark'
        when {{ takes }} = 'abilities' then 'benchmarks, with a comma between them'
        when {{ takes }} = 'curve'
            then 'a range of sizes such as 3-7B, <1.31B or >13B, or nothing for the whole curve'
        when {{ takes }} = 'size' then 'a size or a range of sizes, such as 70B, 3-7B, <1.31B or >13B'
        when {{ takes }} = 'size_above' then 'the sizes above one, such as >7B'
        when {{ takes }} = 'quantile' then 'a percentage of the models, such as q60'
        when {{ takes }} = 'model' then 'the name of a model, as marts.fct_evaluations has it'
        when {{ takes }} = 'window' then 'a year, all months, or a window_name of seeds/ability/ability_windows.csv'
        when {{ takes }} similar to 'questions? of .*' then concat(
            if(starts_with({{ takes }}, 'questions'), 'question_ids with " / " between them, each', 'a question_id'),
            ' of seeds/structure/structure_questions.csv whose statistic is ', split_part({{ takes }}, ' ', 3)
        )
        else {{ join_with_or("string_split(" ~ takes ~ ", ' | ')") }}
    end
{%- endmacro %}


{#-
  What a claim may write for an expectation, in words.

  Arguments:
    expects: SQL of what its rule takes (expects of seeds/claims/claim_rules.csv).
-#}
{% macro expectation_to_write(expects) -%}
    {{ join_with_or(
        "string_split(replace(replace(" ~ expects ~ ", 'a number', 'a number, alone or after >=, <=, > or <'), "
        ~ "'a lower bound', 'a number after >= or >'), ' | ')"
    ) }}
{%- endmacro %}


{#-
  Whether a rule takes a decision.

  Arguments:
    expects: SQL of what it takes (expects of seeds/claims/claim_rules.csv).
    decision: SQL of the decision.
-#}
{% macro takes_decision(expects, decision) -%}
    list_has_any(
        string_split({{ expects }}, ' | '),
        case
            when {{ decision }} in ('at_least', 'above') then ['a number', 'a lower bound']
            when {{ decision }} in ('at_most', 'below', 'equals') then ['a number']
            else [replace({{ decision }}, '_', ' ')]
        end
    )
{%- endmacro %}


{#- The words of a list, as alternatives. -#}
{% macro join_with_or(words) -%}
    concat_ws(' or ', nullif(array_to_string({{ words }}[:-2], ', '), ''), {{ words }}[-1])
{%- endmacro %}


{#-
  Whether a row of seeds/claims/claim_bases.csv applies to a claim on a basis.

  Arguments:
    bases, cells: the two relations.
-#}
{% macro basis_applies(bases, cells) -%}
    coalesce({{ bases }}.rule_family = {{ cells }}.rule_family, true)
    and coalesce({{ bases }}.measure = {{ cells }}.measure, true)
    and coalesce(list_contains(string_split({{ bases }}.bases, ' '), {{ cells }}.basis), true)
{%- endmacro %}


{#-
  Whether a row of seeds/claims/claim_measures.csv applies to a claim.

  Arguments:
    measures, claims: the two relations.
-#}
{% macro measure_applies(measures, claims) -%}
    {{ measures }}.rule_family = {{ claims }}.rule_family
    and coalesce(list_contains(string_split({{ measures }}.measures, ' '), {{ claims }}.measure), true)
    and coalesce({{ measures }}.decision = {{ claims }}.decision, true)
{%- endmacro %}


{#-
  The value of a column of seeds/claims/claim_measures.csv in the most specific row that has one.

  Arguments:
    measures: the relation.
    column: the column's name.
-#}
{% macro pick_closest_measure(measures, column) -%}
    arg_min(
        {{ measures }}.{{ column }},
        2 * ({{ measures }}.measures is null)::integer + ({{ measures }}.decision is null)::integer
    ) as {{ column }}
{%- endmacro %}
