-- The busiest month of all.
with months as (
    select
        month,
        sum(n_evaluations)::integer as n
    from figure_rows
    group by all
)

select format('The busiest month was {}, with {:,} evaluations', arg_max(month, n), max(n)) as finding
from months
having count(*) > 0;
