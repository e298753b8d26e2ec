select
    fits.* exclude (measures, loadings, n_draws, seed),
    unnest(fits.loadings, recursive := true)
from {{ ref('fit_components') }} as fits
