-- On how many benchmarks growth is significant, by the measure of size, and how many have no test.
select
    format(
        'Scores rise significantly with size on {} benchmarks{}',
        of_all(count(*) filter (where is_significant and estimate > 0), count(is_significant)),
        if(count_if(not is_tested) > 0, format('; {} are not tested', count_if(not is_tested)), '')
    ) as finding
from figure_rows
having count(is_significant) > 0;
