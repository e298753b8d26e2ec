with fits as (

    select * from {{ ref('fit_letters') }}

)

select
    cohort_id,
    benchmark_id,
    factor,
    method,
    level,
    n_obs,
    mean,
    letters,
    {{ significance_level() }} as significance_level,
    status
from fits
