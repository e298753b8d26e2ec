{#-
  The share of the way from chance to a perfect score: 0 at chance, 1 at 100 %, and below 0 for a
  score that is worse than guessing. It is linear in the score: what a test, a fit or a rank says of
  it, it says of the raw score.

  Arguments:
    score_pct, chance_pct: SQL of the score and of what guessing scores, in percent.
-#}
{% macro chance_corrected(score_pct, chance_pct) -%}
    (({{ score_pct }} - {{ chance_pct }}) / (100 - {{ chance_pct }}))
{%- endmacro %}


{#-
  The same with nothing below 0, which is how the second leaderboard normalises its scores. Scores
  at and below chance become ties, and a curve over size gets a bend where it leaves chance: that is
  why it is a scale of its own, to be compared with the raw score, and not the correction itself.
  Null where the chance level is not known.
-#}
{% macro above_chance(score_pct, chance_pct) -%}
    case
        when {{ score_pct }} < {{ chance_pct }} then 0
        else {{ chance_corrected(score_pct, chance_pct) }}
    end
{%- endmacro %}


{#- The natural logarithm of the score in percent; null at 0, which has none. -#}
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
