-- The scale of every cohort, or why it carries none.
select
    scales.* exclude (models, benchmarks, cells, predictions, pairs, variances),
    measured.coverage as procedure_coverage,
    measured.coverage_top as procedure_coverage_top,
    measured.n_samples as n_procedure_samples,
    (
        select any_value(cells.unit)
        from {{ ref('int_ability_cells') }} as cells
        where cells.cohort_id = scales.cohort_id
    ) as unit
from {{ ref('fit_ability_scales') }} as scales
left join {{ ref('ability_procedure_coverage') }} as measured
    on scales.cohort_id = measured.cohort_id and scales.points_name is not null
