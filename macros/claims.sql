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


{#- A verdict of two values, null where the condition is. -#}
{% macro verdict_when(condition) -%}
    case when {{ condition }} then 'supported' when not ({{ condition }}) then 'contradicted' end
{%- endmacro %}


{#- The verdict on several benchmarks together: one contradiction contradicts, all must support. -#}
{% macro verdict_of_all(verdict) -%}
    case
        when bool_or({{ verdict }} = 'contradicted') then 'contradicted'
        when bool_and({{ verdict }} = 'supported') then 'supported'
        else 'inconclusive'
    end
{%- endmacro %}


{#- A number as a reader wants it in a line of text. -#}
{% macro short(number, digits=4) -%}
    format('{:.{{ digits }}g}', {{ number }}::double)
{%- endmacro %}
