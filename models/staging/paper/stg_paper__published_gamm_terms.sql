select
    -- the record
    snapshot_id,
    file_name,
    row_number,
    record_error,
    raw,

    -- the term
    model,
    response,
    term,
    formula,

    -- the figures
    try_cast(edf as double) as edf,
    try_cast(ref_df as double) as ref_df,
    try_cast(statistic as double) as statistic,
    p_value as p_value_printed,
    try_cast(r_squared_adjusted as double) as r_squared_adjusted,
    try_cast(deviance_explained_pct as double) as deviance_explained_pct,
    try_cast(reml as double) as reml,
    try_cast(scale as double) as scale,
    try_cast(n_obs as bigint) as n_obs,
    try_cast(intercept as double) as intercept,
    try_cast(intercept_std_error as double) as intercept_std_error

from {{ source('paper', 'published_gamm_terms') }}
