-- How many forecasts came inside their intervals.
select
    cohort_name,
    benchmark_name,
    format(
        '{}: {} outcomes inside the 90 % interval', benchmark_name,
        of_all(count(*) filter (where result = 'came inside'), count(*))
    ) as finding
from figure_rows
where result != 'sealed'
group by cohort_name, benchmark_name;
