-- What the words of the page cite.
with
-- The level of the intervals.
find_level as (
    select value as confidence_level
    from quality.build_variables
    where variable = 'confidence_level'
),

-- The best of the population that the page shows first.
best as (
    select * from statistics.stat_winners
    where benchmark_id = 'average' and cohort_role = 'latest_board' and n_among_best > 0
)

select
    array(select best from best) as best,
    array(select find_level from find_level) as find_level;
