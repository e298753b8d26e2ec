-- Which score is least correlated with the rest.
with least as (
    select
        panel,
        arg_min(benchmark_name, mean_correlation) as benchmark_name
    from figure_rows
    group by all
)

select
    format(
        '{} has the weakest correlation with the others in {} sets of models',
        any_value(most), of_all(count_if(benchmark_name = most), count(*))
    ) as finding
from (select *, mode(benchmark_name order by benchmark_name) over () as most from least) as named;
