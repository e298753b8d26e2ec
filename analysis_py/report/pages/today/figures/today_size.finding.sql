-- On how many benchmarks growth is significant, by the measure of size.
with measures as (
    select
        cohort_id,
        measure,
        of_all(count(*) filter (where is_significant and estimate > 0), count(is_significant)) as significant
    from figure_rows
    group by all
    having count(is_significant) > 0
)

select
    cohort_id,
    format('Scores rise significantly with size on {} benchmarks', any_value(significant)) as finding
from measures
where measure = 'all parameters'
group by all;
