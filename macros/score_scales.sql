{#-
  The share of the way from chance to a perfect score: 0 at chance, 1 at 100 %, negative below
  chance. It is linear in the score, so tests, fits and ranks of it hold for the raw score too.

  Arguments:
    score_pct, chance_pct: SQL of the score and of the score of guessing, in percent.
-#}
{% macro chance_corrected(score_pct, chance_pct) -%}
    (({{ score_pct }} - {{ chance_pct }}) / (100 - {{ chance_pct }}))
{%- endmacro %}


{#-
  The share above chance, cut off at 0, as the second leaderboard normalises its scores. Scores
  at or below chance become ties, and a curve over size bends where it leaves chance. So this
  is a scale of its own, to compare with the raw score. Null if the chance level is unknown.
-#}
{% macro above_chance(score_pct, chance_pct) -%}
    case
        when {{ score_pct }} < {{ chance_pct }} then 0
        else {{ chance_corrected(score_pct, chance_pct) }}
    end
{%- endmacro %}


{#- The natural logarithm of the score in percent; null at 0. -#}
{% macro log_of_score(score_pct) -%}
    case when {{ score_pct }} > 0 then ln({{ score_pct }}) end
{%- endmacro %}


{#-
  The log odds of an item being right, with half an item more right and half an item more wrong, so
  that 0 and 100 % have a logit (Haldane 1956, Anscombe 1956).
-#}
{% macro logit_of_score(score_pct, n_items) -%}
    ln(({{ score_pct }} / 100 * {{ n_items }} + 0.5) / ((1 - {{ score_pct }} / 100) * {{ n_items }} + 0.5))
{%- endmacro %}
