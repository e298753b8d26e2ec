-- How far the curves of scaled and unscaled scores are apart.
with curves as (
    select
        cohort_id,
        training_type,
        panel,
        max(difference_pct) as difference_pct
    from figure_rows
    group by all
)

select
    cohort_id,
    training_type,
    format('{} models: scaling moves the median curve by {} % of its range', upper_first(training_type), tidy_number(median(difference_pct))) as finding
from curves
where difference_pct is not null
group by cohort_id, training_type;
