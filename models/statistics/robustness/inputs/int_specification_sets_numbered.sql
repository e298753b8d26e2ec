-- The levels that every conclusion compares, for every cohort and duplicate policy. A set is what is
-- ranked together: both sides of a conclusion.
with populations as (

    select * from {{ ref('specification_populations') }}

),

levels as (

    select * from {{ ref('specification_levels') }}

),

conclusions as (

    select * from {{ ref('specification_conclusions') }}

)

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
from populations
cross join levels
inner join conclusions on levels.conclusion = conclusions.conclusion
