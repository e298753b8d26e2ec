-- Which type has the highest mean at a common mix of sizes and architectures.
with best as (
    select
        cohort_id,
        panel,
        arg_max(training_type, mean_adjusted) as training_type
    from figure_rows
    where mean_adjusted is not null
    group by all
),

counted as (
    select
        cohort_id,
        mode(training_type order by training_type) as training_type,
        count(*) as n
    from best
    group by all
)

select
    cohort_id,
    format(
        'Adjusted, {} models have the highest mean on {} benchmarks',
        counted.training_type, of_all(count_if(best.training_type = counted.training_type), any_value(n))
    ) as finding
from counted
inner join best using (cohort_id)
group by cohort_id, counted.training_type;
