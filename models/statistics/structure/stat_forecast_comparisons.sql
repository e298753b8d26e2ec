select
    fits.cohort_id,
    fits.question_id,
    fits.predictor,
    fits.benchmark_id,
    fits.unit,
    unnest(fits.comparisons, recursive := true)
from {{ ref('fit_forecasts') }} as fits
