-- Breaks of the progress of records. The test errs more often where models lie below the frontier only, which
-- no null that was tried mends, so that a break counts at half the level (benchmarks/results/ability.md).
select
    * exclude (break_day),
    date '1970-01-01' + break_day::integer as break_on,
    coalesce({{ is_significant('p_value', significance_level() ~ ' / 2') }}, false) as is_break,
    case
        when status = 'ok'
            then
                'nominal 5 %: up to 7 % under heavy tails, '
                || 'up to 10 % (one run 18 %) where models lie below the frontier only'
    end as warning
from {{ ref('fit_ability_breaks') }}
