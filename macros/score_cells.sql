{#-
  Scores of large cohorts summed over the evaluations that a size curve cannot tell apart: per cohort,
  benchmark, size and covariates, how many scores there are (n_obs), the mean of their natural
  logarithms (log_score) and the sum of squares about it (squares_within). A curve of these cells is
  the curve of the scores.

  Arguments:
    scores: the relation, one row per score; log_score is in millionths.
    covariates: names of the columns that the curve's model reads beside the size.
-#}
{% macro score_cells(scores, covariates) -%}
with sums as (

    select
        cohort_id,
        benchmark_id,
        log_parameters_b,
        {{ covariates | join(', ') }},
        {{ exact_sums('log_score') }} as summed
    from {{ scores }}
    group by all

)

select
    sums.* exclude (summed),
    summed.n_obs,
    summed.total / summed.n_obs / 1000000.0 as log_score,
    -- a difference of whole numbers, so nothing cancels
    cast(summed.n_obs * summed.total_squares - summed.total * summed.total as double)
    / summed.n_obs
    / 1000000000000.0 as squares_within
from sums
{%- endmacro %}
