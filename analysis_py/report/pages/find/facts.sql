-- What the words of the page cite.
with
-- The level of the intervals.
find_level as (
    select value as confidence_level
    from quality.build_variables
    where variable = 'confidence_level'
)

select
    array(select find_level from find_level) as find_level;
