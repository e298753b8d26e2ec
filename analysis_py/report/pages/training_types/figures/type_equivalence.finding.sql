-- What the test of equivalence decides.
select
    format(
        'The two differ on {} benchmarks, are equal on {}, and {} stay open',
        of_all(count_if(decision = 'different'), count(*)), count_if(decision = 'equivalent'),
        count_if(decision = 'inconclusive')
    ) as finding
from figure_rows
having count(*) > 0;
