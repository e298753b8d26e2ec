-- The confidence level and the power that the build took, each with its quantile of the normal distribution.
select
    variable,
    value
from quality.build_variables
order by variable;
