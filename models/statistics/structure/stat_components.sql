select
    fits.* exclude (measures, loadings),
    unnest(fits.measures, recursive := true)
from {{ ref('fit_components') }} as fits
where fits.measures is not null
union all by name
-- a battery without components says why
select
    * exclude (measures, loadings),
    'share_first' as measure
from {{ ref('fit_components') }}
where measures is null
