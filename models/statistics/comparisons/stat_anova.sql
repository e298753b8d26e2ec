with fits as (

    select * from {{ ref('fit_anovas') }}

)

select
    cohort_id,
    benchmark_id,
    factor,
    method,
    df_num,
    df_den,
    statistic,
    p_value,
    log10_p_value,
    eta_squared,
    omega_squared,
    mean_square_error,
    n_obs,
    n_dropped,
    n_groups,
    n_groups_left_out,
    status
from fits
