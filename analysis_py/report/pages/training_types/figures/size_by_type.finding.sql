-- Whose scores grow most per doubling over the sizes that all types of a panel have.
with ranges as (
    select
        cohort_id,
        engine,
        way,
        panel,
        training_type,
        min(parameters_b) as smallest_b,
        max(parameters_b) as largest_b
    from figure_rows
    group by all
),

shared as (
    select
        cohort_id,
        engine,
        way,
        panel,
        max(smallest_b) as from_b,
        min(largest_b) as to_b
    from ranges
    group by all
    having count(*) > 1
),

growth as (
    select
        cohort_id,
        engine,
        way,
        panel,
        training_type,
        any_value(from_b) as from_b,
        any_value(to_b) as to_b,
        regr_slope(ln(relative_score), ln(parameters_b)) as slope
    from figure_rows
    inner join shared using (cohort_id, engine, way, panel)
    where parameters_b between from_b and to_b
    group by all
    having count(*) > 1
),

steepest as (
    select
        cohort_id,
        engine,
        way,
        panel,
        any_value(from_b) as from_b,
        any_value(to_b) as to_b,
        arg_max(training_type, slope) as training_type
    from growth
    group by all
    having count(*) > 1
),

counted as (
    select
        cohort_id,
        engine,
        way,
        mode(training_type order by training_type) as training_type,
        min(from_b) as from_b,
        max(to_b) as to_b,
        count(*) as n
    from steepest
    group by all
)

select
    cohort_id,
    engine,
    way,
    format(
        'From {} to {} B, scores of {} models grow most on {} benchmarks',
        tidy_number(any_value(counted.from_b)), tidy_number(any_value(counted.to_b)), counted.training_type,
        of_all(count_if(steepest.training_type = counted.training_type), any_value(n))
    ) as finding
from counted
inner join steepest using (cohort_id, engine, way)
group by cohort_id, engine, way, counted.training_type;
