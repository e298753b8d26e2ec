{#-
  One end of a range of sizes that a claim names: <1.31B, >6.65B, 3-7B, 180B; null where it is open.

  Arguments:
    text: the column that holds the name.
    end: low or high.
-#}
{% macro size_bound(text, end) -%}
    coalesce(
        try_cast(nullif(regexp_extract({{ text }}, '^([0-9.]+)B$', 1), '') as double),
        try_cast(nullif(regexp_extract(
            {{ text }}, '^([0-9.]+)-([0-9.]+)B$', {{ 1 if end == 'low' else 2 }}
        ), '') as double),
        try_cast(nullif(regexp_extract(
            {{ text }}, '^{{ ">" if end == "low" else "<" }}=?([0-9.]+)B$', 1
        ), '') as double)
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
        when {{ takes }} = 'level_or_factor'
            then 'a level, or parameter_range, training_type or architecture_family'
        when {{ takes }} = 'ability' then 's(log_ARC) or the like, of another benchmark'
        when {{ takes }} = 'abilities' then 'benchmarks, with a comma between them'
        when {{ takes }} = 'curve'
            then 'a range of sizes such as 3-7B, <1.31B or >13B, or nothing for the whole curve'
        when {{ takes }} = 'size' then 'a size or a range of sizes, such as 70B, 3-7B, <1.31B or >13B'
        when {{ takes }} = 'size_above' then 'the sizes above one, such as >7B'
        when {{ takes }} = 'quantile' then 'a percentage of the models, such as q60'
        when {{ takes }} = 'model' then 'the name of a model, as marts.fct_evaluations has it'
        when {{ takes }} = 'window'
            then 'a year, all months, or a window_name of seeds/ability/ability_windows.csv'
        when {{ takes }} = 'price window'
            then 'a window_name of seeds/prices/price_windows.csv, or nothing for all'
        when {{ takes }} = 'tool' then 'a tool of seeds/tools/tools_on_trial.csv'
        when {{ takes }} = 'regime'
            then 'a regime of seeds/tools/tools_on_trial.csv, and the least n: equal runs from 50'
        when {{ takes }} similar to 'questions? of .*' then concat(
            if(
                starts_with({{ takes }}, 'questions'),
                'question_ids with " / " between them, each',
                'a question_id'
            ),
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
        "string_split(replace(replace("
        ~ expects ~ ", 'a number', 'a number, alone or after >=, <=, > or <'), "
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
  Whether a claim's threshold is one that its decision takes. Columns of the claim: threshold_form,
  threshold_operator, threshold_value, decision, decision_value, significance_level and is_test.
-#}
{% macro takes_threshold() -%}
    case threshold_form
        when 'none' then true
        when 'level'
            then
                significance_level > 0 and significance_level < 1
                and case
                    when is_test then threshold_operator = 'below' or decision = 'not_significant'
                    -- other rules have the one level that the project has
                    else significance_level = {{ significance_level() }}
                end
        when 'tolerance' then decision = 'equals'
        when 'difference'
            then case decision
                when 'positive' then threshold_operator = 'above' and threshold_value = 0
                when 'negative' then threshold_operator = 'below' and threshold_value = 0
                else coalesce(
                    threshold_operator = decision and threshold_value = decision_value, false
                )
            end
        else false
    end
{%- endmacro %}
