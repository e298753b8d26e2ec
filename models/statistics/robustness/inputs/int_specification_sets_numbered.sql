-- The levels that every conclusion compares, for every cohort and duplicate policy. A set is what is
-- ranked together: both sides of a conclusion.
select
    populations.cohort_id,
    populations.duplicates,
    levels.conclusion,
    levels.side,
    levels.level,
    conclusions.factor,
    conclusions.only_benchmark_id,
    (dense_rank() over (
        order by populations.cohort_id, populations.duplicates, levels.conclusion
    ))::integer as set_number
from {{ ref('specification_populations') }} as populations
cross join {{ ref('specification_levels') }} as levels
inner join {{ ref('specification_conclusions') }} as conclusions on levels.conclusion = conclusions.conclusion
