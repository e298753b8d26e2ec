-- How many comparisons each test shows.
with tests as (
    select
        test,
        sum(n_significant)::integer as n_significant,
        sum(n_benchmarks)::integer as n
    from figure_rows
    group by all
)

select
    'Significant pairs: '
    || string_agg(
        format('{} {}', of_all(n_significant, n), if(test = 'raw', 'as independent rows', 'by generation')),
        ', ' order by test desc
    ) as finding
from tests
where n > 0
having count(*) > 0;
