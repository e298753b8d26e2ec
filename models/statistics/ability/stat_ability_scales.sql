-- The scale of every cohort, or why it carries none.
select
    * exclude (models, benchmarks, cells, predictions, pairs, variances),
    (
        select any_value(cells.unit)
        from {{ ref('int_ability_cells') }} as cells
        where cells.cohort_id = scales.cohort_id
    ) as unit
from {{ ref('fit_ability_scales') }} as scales
