-- On how many benchmarks growth is shown, by the measure of size.
with measures as (
    select
        cohort_id,
        measure,
        of_all(count_if(ci_low > 0 and warning = ''), count_if(warning = '')) as shown
    from figure_rows
    group by all
    having count_if(warning = '') > 0
)

select
    cohort_id,
    'Growth per doubling is shown on ' || string_agg(format('{} benchmarks by {}', shown, measure), '; ' order by measure) as finding
from measures
group by all;
