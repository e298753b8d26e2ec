-- The level of the intervals.
select value as confidence_level
from quality.build_variables
where variable = 'confidence_level';
