-- What the words of the page cite.
with
coverage as (
    select ranges.*
    from reporting.rpt_coverage_ranges as ranges
    inner join marts.dim_cohorts as cohorts using (cohort_id)
    order by
        cohorts.n_evaluations asc, cohort_name asc, predicted_from asc,
        nominal asc, calibrated_on asc, judged_on asc
),

-- The best by the average of all benchmarks, per population.
best as (
    select * from statistics.stat_winners
    where benchmark_id = 'average' and n_among_best > 0
    order by n_models asc, cohort_name asc
),

-- Tuned models against pretrained ones of 7 B.
effects as (
    select * from statistics.stat_effects_at_size
    where cohort_role = 'headline' and status = 'ok' and group_b = 'pretrained' and parameters_b = 7
    order by comparison, benchmark_order, method
)

select
    array(select effects from effects) as effects,
    array(select coverage from coverage) as coverage,
    array(select best from best) as best;
