-- The best so far, month by month.
select
    * exclude (month_day),
    date '1970-01-01' + month_day::integer as month_end
from {{ ref('fit_ability_frontier') }}
