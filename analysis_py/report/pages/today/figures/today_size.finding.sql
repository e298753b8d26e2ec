-- On how many benchmarks growth is significant, by the measure of size.
select
    format(
        'Scores rise significantly with size on {} benchmarks',
        of_all(count(*) filter (where is_significant and estimate > 0), count(is_significant))
    ) as finding
from figure_rows
having count(is_significant) > 0;
