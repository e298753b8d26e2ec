-- What the test of equivalence decides.
with counts as (
    select
        replace(any_value(comparison), ' - ', ' and ') as types,
        count_if(decision = 'different') as n_different,
        count_if(decision = 'equivalent') as n_equivalent,
        count(*) as n
    from figure_rows
    having count(*) > 0
)

select
    if(
        n_different + n_equivalent = 0,
        format('Whether {} models differ stays open on all {}', types, n),
        format(
            '{} models differ on {} and are equal on {} of {}',
            upper_first(types),
            n_different,
            n_equivalent,
            n
        )
    ) as finding
from counts;
