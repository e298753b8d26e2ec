-- Every evaluation of every population, of a population of more than 25,000 the first so many by their
-- identifier, a hash. Where a model has several, run_id tells the others from the first.
with beside as (
    -- of an import: a line for each board that has the benchmark by the same settings
    select
        evaluation_id,
        string_agg(
            concat(
                benchmark_name, ' ', format('{:.1f} %', score_pct),
                if(is_partial, ', ' || positions.status, ''),
                format('; expected at {:.3g} B {:.1f} %', positions.parameters_b, expected_pct),
                format(
                    ', {:.0f} % interval {:.0f} to {:.0f}',
                    100 * confidence_level,
                    predicted_low,
                    predicted_high
                ),
                format('; above {:.0f} % of {:,} models of its size', percentile_near_size, n_near),
                '; ', cohort_name
            ), chr(10)
            order by cohort_order, benchmark_order, benchmark_id
        ) as beside_boards
    from imports.import_positions as positions
    inner join marts.dim_cohorts using (cohort_id)
    inner join marts.dim_benchmarks using (benchmark_id)
    group by evaluation_id
)

select
    rpt_evaluations.cohort_id,
    model_name,
    names.display_name,
    if(row_number() over runs = 1, null, left(evaluation_id, 8)) as run_id,
    concat_ws(', ', variant, precision, left(revision, 8)) as run,
    parameters_b,
    training_type,
    architecture_family,
    base_family,
    coalesce(base_names.display_name, base_model_name) as base_model_name,
    -- on the scale of its population, where that has one, and intervals where they cover
    coalesce(
        format(
            '{:.0f} points ({:.0f} to {:.0f} at 90 %), rank {} to {}',
            points, points_low, points_high, rank_low, rank_high
        ),
        format('{:.0f} points, rank {}', points, ability_rank)
    ) as ability_points,
    beside_boards
from reporting.rpt_evaluations
left join reporting.rpt_display_names as names on model_name = names.name
left join reporting.rpt_display_names as base_names on base_model_name = base_names.name
left join beside using (evaluation_id)
left join statistics.stat_abilities
    on rpt_evaluations.cohort_id = stat_abilities.cohort_id
    and rpt_evaluations.model_name = stat_abilities.weights
window
    runs as (
        partition by rpt_evaluations.cohort_id, model_name
        order by is_preferred_evaluation desc, evaluation_id asc
    )
qualify row_number() over (partition by rpt_evaluations.cohort_id order by evaluation_id asc) <= 25000
order by rpt_evaluations.cohort_id asc, evaluation_id asc;
