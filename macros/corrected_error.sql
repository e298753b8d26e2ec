{#-
  Standard error in percent of a share of right answers, with two right and two wrong
  ones added, so that it is above 0 even if none or all are right (Agresti and Coull
  1998, The American Statistician 52, 119-126). Null if the number of items is null.

  Arguments:
    score: SQL of the score in percent.
    n_items: SQL of the number of items.
-#}
{% macro corrected_error(score, n_items) -%}
    case
        when {{ n_items }} > 0
            then
                100 * sqrt(
                    ({{ n_items }} * {{ score }} / 100 + 2)
                    * ({{ n_items }} * (1 - {{ score }} / 100) + 2)
                    / ({{ n_items }} + 4) ** 3
                )
    end
{%- endmacro %}
