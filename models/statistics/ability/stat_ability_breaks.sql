-- Breaks of the progress of records.
select
    * exclude (break_day),
    date '1970-01-01' + break_day::integer as break_on
from {{ ref('fit_ability_breaks') }}
