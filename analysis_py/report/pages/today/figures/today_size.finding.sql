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
    'Growth per doubling is significant on ' || string_agg(format('{} benchmarks by {}', significant, measure), '; ' order by measure) as finding
from measures
group by all;
