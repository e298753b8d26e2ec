-- The confidence level and the power that the build took.
select
    variable,
    value
from quality.build_variables
order by variable;
