-- The scores of every cohort with the half-year of submission, null where that is not known.
select
    cohort_id,
    case
        when submitted_on is not null
            then year(submitted_on) || ' H' || ceil(month(submitted_on) / 6)::integer
    end as period,
    benchmark_id,
    evaluation_id,
    base_family,
    score_pct
from {{ ref('int_position_scores_described') }}
